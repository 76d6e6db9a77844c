import { launchImageLibraryAsync } from 'expo-image-picker';

/** `uri` shows it before it is uploaded; in a browser the bytes are `file`. */
export type LocalPicture = { uri: string; contentType: string; file?: Blob };

/** Lets the person choose pictures of their own; empty when they change their mind. */
export async function pickPictures({
  max,
  square,
}: {
  max: number;
  square?: boolean;
}): Promise<LocalPicture[]> {
  const result = await launchImageLibraryAsync({
    mediaTypes: ['images'],
    allowsMultipleSelection: max > 1,
    selectionLimit: max,
    allowsEditing: max === 1 && square,
    aspect: square ? [1, 1] : undefined,
    quality: 0.9,
    exif: false,
  });
  if (result.canceled) return [];
  return result.assets.slice(0, max).map((asset) => ({
    uri: asset.uri,
    contentType: asset.mimeType ?? 'image/jpeg',
    file: asset.file,
  }));
}

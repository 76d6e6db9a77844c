import { File } from 'expo-file-system';

/** The bytes of a picture that was chosen on this phone. */
export async function pictureBytes(uri: string): Promise<Blob> {
  return new File(uri);
}

import { getDocumentAsync } from 'expo-document-picker';

import { fileTypes, typeOf } from './file-types';
import type { LocalPicture } from './pick-pictures';

export type LocalFile = LocalPicture & { name: string };

/** Lets the person choose files of their own; empty when they change their mind. */
export async function pickFiles(max: number): Promise<LocalFile[]> {
  const result = await getDocumentAsync({ type: Object.values(fileTypes), multiple: max > 1 });
  if (result.canceled) return [];
  return result.assets.slice(0, max).map(({ uri, name, mimeType, file }) => ({
    uri,
    name,
    contentType: typeOf(name, mimeType),
    file,
  }));
}

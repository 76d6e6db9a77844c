import { getDocumentAsync } from 'expo-document-picker';

import type { LocalPicture } from './pick-pictures';

export type LocalFile = LocalPicture & { name: string };

const office = 'application/vnd.openxmlformats-officedocument';

/** What the server takes, by the endings that some systems know better than the types. */
const types: Record<string, string> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  docx: `${office}.wordprocessingml.document`,
  pptx: `${office}.presentationml.presentation`,
  xlsx: `${office}.spreadsheetml.sheet`,
};

/** Lets the person choose files of their own; empty when they change their mind. */
export async function pickFiles(max: number): Promise<LocalFile[]> {
  const result = await getDocumentAsync({ type: Object.values(types), multiple: max > 1 });
  if (result.canceled) return [];
  return result.assets.slice(0, max).map(({ uri, name, mimeType, file }) => {
    const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
    return { uri, name, contentType: types[ending] ?? mimeType ?? '', file };
  });
}

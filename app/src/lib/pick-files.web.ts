import { chooseFiles } from './file-dialog.web';
import { fileTypes, typeOf } from './file-types';
import type { LocalFile } from './pick-files';

/** Lets the person choose files of their own; empty when they change their mind. */
export async function pickFiles(max: number): Promise<LocalFile[]> {
  const files = await chooseFiles({ accept: Object.values(fileTypes), max });
  return files.map((file) => ({
    uri: URL.createObjectURL(file),
    name: file.name,
    contentType: typeOf(file.name, file.type || undefined),
    file,
  }));
}

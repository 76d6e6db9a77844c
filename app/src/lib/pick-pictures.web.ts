import { chooseFiles } from './file-dialog.web';
import type { LocalPicture } from './pick-pictures';

/** Lets the person choose pictures of their own; empty when they change their mind. */
export async function pickPictures({ max }: { max: number }): Promise<LocalPicture[]> {
  const files = await chooseFiles({ accept: ['image/*'], max });
  return files.map((file) => ({
    uri: URL.createObjectURL(file),
    contentType: file.type || 'image/jpeg',
    file,
  }));
}

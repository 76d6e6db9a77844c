import type { LocalPicture } from './pick-pictures';

/** The bytes of a picture that was chosen in this browser. */
export async function pictureBytes({ file }: LocalPicture): Promise<Blob> {
  if (!file) throw new Error('a picture of the web comes with its file');
  return file;
}

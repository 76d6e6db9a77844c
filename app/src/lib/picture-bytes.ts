import { File } from 'expo-file-system';

import type { LocalPicture } from './pick-pictures';

/** The bytes of a picture that was chosen on this phone. */
export async function pictureBytes({ uri }: LocalPicture): Promise<Blob> {
  return new File(uri);
}

import { Share } from 'react-native';

export const canShare = true;

/** Opens the phone's sheet for handing something on; doing nothing there is no mistake. */
export async function shareLink({ text, url }: { text: string; url: string }): Promise<void> {
  await Share.share({ message: `${text} ${url}` });
}

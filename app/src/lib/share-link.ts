import { Share } from 'react-native';

export const canCopy = false;

/** A phone has no clipboard of ours, but its own sheet has one. */
export async function copyText(_text: string): Promise<boolean> {
  return false;
}

export const canShare = true;

/** Opens the phone's sheet for handing something on; doing nothing there is no mistake. */
export async function shareLink({ text, url }: { text: string; url: string }): Promise<void> {
  await Share.share({ message: `${text} ${url}` });
}

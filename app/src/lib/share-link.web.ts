/** Only some browsers have a sheet for handing something on. */
export const canShare = typeof navigator !== 'undefined' && typeof navigator.share === 'function';

export async function shareLink({ text, url }: { text: string; url: string }): Promise<void> {
  try {
    await navigator.share({ text, url });
  } catch (error) {
    // Closing the sheet without a choice is no mistake.
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  }
}

export const canCopy = true;

/** False when the browser refuses, as it does on a page without https. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

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

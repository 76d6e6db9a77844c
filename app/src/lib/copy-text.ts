import { setStringAsync } from 'expo-clipboard';

/** False when the device refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    return await setStringAsync(text);
  } catch {
    return false;
  }
}

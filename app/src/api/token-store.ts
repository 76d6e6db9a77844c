import {
  deleteItemAsync,
  getItemAsync,
  setItemAsync,
  WHEN_UNLOCKED_THIS_DEVICE_ONLY,
} from 'expo-secure-store';

const key = 'dife.refresh_token';

/** The refresh token of this phone, in the keychain. */
export const tokenStore = {
  /** What the server wants to know about who is asking. */
  headers: { 'X-Client': 'native' },
  /** The body of refresh and log-out; null when nobody is signed in here. */
  async credentials(): Promise<{ refresh_token?: string } | null> {
    const token = await getItemAsync(key);
    return token ? { refresh_token: token } : null;
  },
  async save(refreshToken: string | null): Promise<void> {
    if (refreshToken)
      await setItemAsync(key, refreshToken, { keychainAccessible: WHEN_UNLOCKED_THIS_DEVICE_ONLY });
  },
  clear: (): Promise<void> => deleteItemAsync(key),
};

/** Only one process of the app runs on a phone. */
export function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
  return work();
}

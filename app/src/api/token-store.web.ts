import { preferences } from '@/lib/preferences';

/** In a browser the refresh token is an HttpOnly cookie that no script can read; we only remember that there is one. */
export const tokenStore = {
  /** What the server wants to know about who is asking. */
  headers: { 'X-Client': 'web' },
  /** The body of refresh and log-out; null when nobody is signed in here. */
  async credentials(): Promise<{ refresh_token?: string } | null> {
    return (await preferences.get('signed_in')) ? {} : null;
  },
  save: (_refreshToken: string | null): Promise<void> => preferences.set('signed_in', '1'),
  clear: (): Promise<void> => preferences.remove('signed_in'),
};

/** Tabs share the cookie: they rotate it one after the other. */
export async function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
  if (typeof navigator === 'undefined' || !navigator.locks) return work();
  return navigator.locks.request('dife.refresh', work);
}

import { create } from 'zustand';

import { currentLanguage } from '@/i18n/i18n';

import { baseUrl } from './base-url';
import { NetworkError } from './errors';
import { queryClient } from './query-client';
import { createSession, type SessionStatus } from './session-core';
import { exclusively, tokenStore } from './token-store';
import type { Me } from './types';

export const useSession = create<{ status: SessionStatus }>(() => ({ status: 'starting' }));

export const meKey = ['me'] as const;

const session = createSession({
  store: tokenStore,
  post: postSession,
  exclusively,
  onStatus: (status) => useSession.setState({ status }),
  onMember: (me) => queryClient.setQueryData<Me>(meKey, me),
  onEnd: () => queryClient.clear(),
  now: Date.now,
});

/** After log-in or a confirmed address. */
export const openSession = session.open;
/** When the app starts, and again when the person asks after an `unreachable`. */
export const startSession = session.start;
export const renewSession = session.renew;
export const logOut = session.logOut;
export const accessToken = session.token;
/** A token that is good for a while yet, for the WebSocket; null when the session is over. */
export const freshAccessToken = session.freshToken;

/** Refresh and log-out go past the transport, which would ask for a refresh itself. */
async function postSession(
  action: 'refresh' | 'logout',
  body: { refresh_token?: string },
): Promise<Response> {
  try {
    return await fetch(`${baseUrl()}/api/v1/auth/${action}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Content-Type': 'application/json',
        'Accept-Language': currentLanguage(),
        ...tokenStore.headers,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    throw new NetworkError('no answer', { cause: error });
  }
}

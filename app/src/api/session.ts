import { create } from 'zustand';

import { currentLanguage } from '@/i18n/i18n';

import { baseUrl } from './base-url';
import { ApiError, NetworkError, toApiError } from './errors';
import { queryClient } from './query-client';
import { singleFlight } from './single-flight';
import { exclusively, tokenStore } from './token-store';
import type { Me, Schema } from './types';

/** `unreachable`: somebody was signed in here, and the server cannot be asked whether they still are. */
type SessionState = { status: 'starting' | 'anonymous' | 'signed_in' | 'unreachable' };

export const useSession = create<SessionState>(() => ({ status: 'starting' }));

/** The access token lives in memory only. */
let access: { token: string; renewAt: number } | null = null;

const renewBefore = 60_000;

export const meKey = ['me'] as const;

export function accessToken(): string | null {
  return access?.token ?? null;
}

/** A token that is good for a while yet, for the WebSocket; null when the session is over. */
export async function freshAccessToken(): Promise<string | null> {
  if (access && Date.now() < access.renewAt) return access.token;
  return (await renewSession()) ? accessToken() : null;
}

/** After log-in or a confirmed address. */
export async function openSession(tokens: Schema<'Tokens'>): Promise<void> {
  keep(tokens);
  await tokenStore.save(tokens.refresh_token);
  useSession.setState({ status: 'signed_in' });
}

/** Forgets everything of the member on this device. */
export async function closeSession(): Promise<void> {
  access = null;
  await tokenStore.clear();
  useSession.setState({ status: 'anonymous' });
  queryClient.clear();
}

/** Once when the app starts, and again when the person asks after an `unreachable`. */
export async function startSession(): Promise<void> {
  try {
    await renewSession();
  } catch {
    useSession.setState({ status: 'unreachable' });
  }
}

/** False when the session is over; throws when the server gave no answer. Many callers make one request. */
export const renewSession = singleFlight(() => exclusively(rotate));

async function rotate(): Promise<boolean> {
  const credentials = await tokenStore.credentials();
  if (credentials === null) {
    useSession.setState({ status: 'anonymous' });
    return false;
  }
  const response = await postSession('refresh', credentials);
  if (response.status === 401 || response.status === 422) {
    await closeSession();
    return false;
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw toApiError(response, body);
  await openSession(body as Schema<'Tokens'>);
  return true;
}

/** Ends the session on the server as far as it can be reached, and here in any case. */
export async function logOut(): Promise<void> {
  const credentials = await tokenStore.credentials();
  if (credentials) await postSession('logout', credentials).catch(ignoreUnreachable);
  await closeSession();
}

function ignoreUnreachable(error: unknown): void {
  if (!(error instanceof NetworkError) && !(error instanceof ApiError)) throw error;
}

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
    });
  } catch (error) {
    throw new NetworkError('no answer', { cause: error });
  }
}

function keep(tokens: Schema<'Tokens'>): void {
  access = {
    token: tokens.access_token,
    renewAt: Date.now() + tokens.expires_in * 1_000 - renewBefore,
  };
  queryClient.setQueryData<Me>(meKey, tokens.member);
}

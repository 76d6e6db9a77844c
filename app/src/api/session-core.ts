import { toApiError } from './errors';
import { singleFlight } from './single-flight';
import type { Me, Schema } from './types';

/**
 * `unreachable`: somebody was signed in here, and the server cannot be asked whether they still are. `leaving`: the
 * session is being ended, nothing more may be asked in its name.
 */
export type SessionStatus = 'starting' | 'anonymous' | 'signed_in' | 'unreachable' | 'leaving';

type Credentials = { refresh_token?: string };

export type SessionParts = {
  store: {
    credentials: () => Promise<Credentials | null>;
    save: (refreshToken: string | null) => Promise<void>;
    clear: () => Promise<void>;
  };
  /** Throws a NetworkError when there is no answer. */
  post: (action: 'refresh' | 'logout', body: Credentials) => Promise<Response>;
  /** One at a time over all that share the refresh token. */
  exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>;
  onStatus: (status: SessionStatus) => void;
  onMember: (me: Me) => void;
  /** Everything of the member has to be forgotten. */
  onEnd: () => void;
  now: () => number;
};

const renewBefore = 60_000;

/** Keeps the access token, in memory only, and turns the refresh token into a new one. */
export function createSession(parts: SessionParts) {
  let access: { token: string; renewAt: number } | null = null;

  const open = async (tokens: Schema<'Tokens'>): Promise<void> => {
    access = {
      token: tokens.access_token,
      renewAt: parts.now() + tokens.expires_in * 1_000 - renewBefore,
    };
    parts.onMember(tokens.member);
    await parts.store.save(tokens.refresh_token);
    parts.onStatus('signed_in');
  };

  const close = async (): Promise<void> => {
    access = null;
    await parts.store.clear();
    parts.onStatus('anonymous');
    parts.onEnd();
  };

  const rotate = async (): Promise<boolean> => {
    const credentials = await parts.store.credentials();
    if (credentials === null) {
      parts.onStatus('anonymous');
      return false;
    }
    const response = await parts.post('refresh', credentials);
    if (response.status === 401 || response.status === 422) {
      await close();
      return false;
    }
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw toApiError(response, body);
    await open(body as Schema<'Tokens'>);
    return true;
  };

  /** False when the session is over; throws when the server gave no answer. Many callers make one request. */
  const renew = singleFlight(() => parts.exclusively(rotate));

  const start = (): Promise<void> => renew().then(noResult, () => parts.onStatus('unreachable'));

  const freshToken = async (): Promise<string | null> => {
    if (access && parts.now() < access.renewAt) return access.token;
    return (await renew()) ? (access?.token ?? null) : null;
  };

  /** Ends the session on the server as far as it can be reached, and here in any case. */
  const logOut = async (): Promise<void> => {
    parts.onStatus('leaving');
    const credentials = await parts.store.credentials();
    if (credentials) await parts.post('logout', credentials).catch(noResult);
    await close();
  };

  return { open, close, renew, start, freshToken, logOut, token: () => access?.token ?? null };
}

function noResult(): void {}

import { backoff } from './backoff';
import { NetworkError, retryAfterOf } from './errors';

export type TransportParts = {
  fetch: (request: Request) => Promise<Response>;
  /** The token to send, or null when nobody is signed in. */
  accessToken: () => string | null;
  /** Makes a new access token; false when the session is over. */
  renew: () => Promise<boolean>;
  /** Headers of every request: language, kind of client. */
  headers: () => Record<string, string>;
  wait: (milliseconds: number) => Promise<void>;
};

const timeout = 20_000;
const tries = 3;

/**
 * Sends a request with the access token, renews the token once when it is refused, and repeats PUT and DELETE, which
 * are safe to repeat. Reads are repeated by the QueryClient, creations by whoever holds their `client_id`.
 */
export function createTransport(parts: TransportParts) {
  return async function send(request: Request): Promise<Response> {
    const token = parts.accessToken();
    const response = await sendRepeating(parts, { request, token });
    if (response.status !== 401 || token === null) return response;
    const replaced = parts.accessToken() !== token;
    if (!replaced && !(await parts.renew())) return response;
    return sendRepeating(parts, { request, token: parts.accessToken() });
  };
}

type Attempt = { request: Request; token: string | null };

async function sendRepeating(parts: TransportParts, attempt: Attempt): Promise<Response> {
  const isDelete = attempt.request.method === 'DELETE';
  const repeatable = isDelete || attempt.request.method === 'PUT';
  for (let count = 0; ; count += 1) {
    const last = !repeatable || count === tries - 1;
    const outcome = await sendOnce(parts, attempt).catch((error: unknown) => {
      if (last || !(error instanceof NetworkError)) throw error;
      return null;
    });
    // The attempt that got no answer has deleted it.
    if (count > 0 && isDelete && outcome?.status === 404)
      return new Response(null, { status: 204 });
    if (outcome && (outcome.status !== 503 || last)) return outcome;
    await parts.wait(backoff(count, { retryAfter: outcome ? retryAfterOf(outcome) : undefined }));
  }
}

async function sendOnce(parts: TransportParts, { request, token }: Attempt): Promise<Response> {
  const copy = request.clone();
  for (const [name, value] of Object.entries(parts.headers())) copy.headers.set(name, value);
  if (token) copy.headers.set('Authorization', `Bearer ${token}`);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout);
  const cancel = () => limit.abort();
  request.signal?.addEventListener('abort', cancel);
  try {
    return await parts.fetch(new Request(copy, { signal: limit.signal }));
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new NetworkError('no answer', { cause: error });
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', cancel);
  }
}

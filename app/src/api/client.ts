import createClient from 'openapi-fetch';

import { currentLanguage } from '@/i18n/i18n';

import { baseUrl } from './base-url';
import { toApiError } from './errors';
import type { paths } from './schema';
import { accessToken, renewSession } from './session';
import { tokenStore } from './token-store';
import { createTransport } from './transport';

const send = createTransport({
  fetch: (request) => fetch(request),
  accessToken,
  renew: renewSession,
  headers: () => ({ 'Accept-Language': currentLanguage(), ...tokenStore.headers }),
  wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
});

/** Typed by the server's contract: `unwrap(api.GET('/api/v1/members/{member_id}', { params: … }))`. */
export const api = createClient<paths>({
  baseUrl: baseUrl(),
  fetch: send,
  credentials: 'same-origin',
});

type Answer<Data> = { data?: Data; error?: unknown; response: Response };

/** The data of an answer; throws an ApiError when the server refused. */
export async function unwrap<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer;
  if (!response.ok) throw toApiError(response, error);
  return data as Data;
}

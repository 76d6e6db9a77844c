import { describe, expect, test } from 'vitest';

import { NetworkError } from './errors';
import { createTransport } from './transport';

type Answer = number | 'nothing';

function setUp(answers: Answer[], { renewed = true } = {}) {
  const seen = {
    requests: [] as Request[],
    waits: [] as number[],
    renewals: 0,
    token: 't1' as string | null,
  };
  const send = createTransport({
    fetch: async (request) => {
      seen.requests.push(request);
      const answer = answers.shift() ?? 200;
      if (answer === 'nothing') throw new TypeError('failed to fetch');
      return new Response(null, {
        status: answer,
        headers: answer === 503 ? { 'Retry-After': '2' } : {},
      });
    },
    accessToken: () => seen.token,
    renew: async () => {
      seen.renewals += 1;
      seen.token = renewed ? `t${seen.renewals + 1}` : null;
      return renewed;
    },
    headers: () => ({ 'Accept-Language': 'ko', 'X-Client': 'web' }),
    wait: async (milliseconds) => void seen.waits.push(milliseconds),
  });
  return { send, seen };
}

const request = (method: string, body?: string) =>
  new Request('http://dife.test/api/v1/x', { method, body });

describe('the transport', () => {
  test('sends the token and the language', async () => {
    const { send, seen } = setUp([200]);
    await send(request('GET'));
    const headers = seen.requests[0]?.headers;
    expect(headers?.get('Authorization')).toBe('Bearer t1');
    expect(headers?.get('Accept-Language')).toBe('ko');
  });

  test('renews a refused token once and repeats the same body', async () => {
    const { send, seen } = setUp([401, 201]);
    const response = await send(request('POST', '{"a":1}'));
    expect(response.status).toBe(201);
    expect(seen.renewals).toBe(1);
    expect(seen.requests[1]?.headers.get('Authorization')).toBe('Bearer t2');
    expect(await seen.requests[1]?.text()).toBe('{"a":1}');
  });

  test('takes what is gone at the second attempt for deleted by the first', async () => {
    const repeated = setUp(['nothing', 404]);
    expect((await repeated.send(request('DELETE'))).status).toBe(204);
    const first = setUp([404]);
    expect((await first.send(request('DELETE'))).status).toBe(404);
    const put = setUp(['nothing', 404]);
    expect((await put.send(request('PUT'))).status).toBe(404);
  });

  test('gives the refusal back when the session is over or the new token is refused too', async () => {
    const over = setUp([401], { renewed: false });
    expect((await over.send(request('GET'))).status).toBe(401);
    const refused = setUp([401, 401, 200]);
    expect((await refused.send(request('GET'))).status).toBe(401);
    expect(refused.seen.renewals).toBe(1);
  });

  test('leaves a refusal alone when nobody is signed in', async () => {
    const { send, seen } = setUp([401]);
    seen.token = null;
    expect((await send(request('POST', '{}'))).status).toBe(401);
    expect(seen.renewals).toBe(0);
  });

  test('repeats PUT and DELETE through faults, as long as the server asks for', async () => {
    const { send, seen } = setUp(['nothing', 503, 204]);
    expect((await send(request('PUT'))).status).toBe(204);
    expect(seen.waits).toHaveLength(2);
    expect(seen.waits[1]).toBeGreaterThanOrEqual(2_000);
  });

  test('gives up after three tries', async () => {
    const { send, seen } = setUp(['nothing', 'nothing', 'nothing', 204]);
    await expect(send(request('DELETE'))).rejects.toBeInstanceOf(NetworkError);
    expect(seen.requests).toHaveLength(3);
  });

  test.each(['GET', 'POST', 'PATCH'])('sends %s only once', async (method) => {
    const { send, seen } = setUp([503]);
    expect((await send(request(method))).status).toBe(503);
    expect(seen.requests).toHaveLength(1);
  });

  test('does not dress up a cancelled request as a broken connection', async () => {
    const { send } = setUp(['nothing']);
    const stop = new AbortController();
    stop.abort();
    const cancelled = new Request('http://dife.test/x', { signal: stop.signal });
    await expect(send(cancelled)).rejects.not.toBeInstanceOf(NetworkError);
  });
});

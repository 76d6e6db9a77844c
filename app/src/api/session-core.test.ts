import { describe, expect, test } from 'vitest';

import { NetworkError } from './errors';
import { createSession, type SessionStatus } from './session-core';
import type { Schema } from './types';

type Answer = () => Promise<Response>;

const tokens = (access: string, refresh = 'next'): Schema<'Tokens'> =>
  ({
    access_token: access,
    refresh_token: refresh,
    token_type: 'Bearer',
    expires_in: 900,
    member: { id: 'm1' },
  }) as Schema<'Tokens'>;

const json =
  (status: number, body: unknown): Answer =>
  async () =>
    Response.json(body, { status });

const silence: Answer = async () => {
  throw new NetworkError('no answer');
};

function setUp(answers: Answer[], stored: string | null = 'first') {
  const seen = { posts: [] as string[], statuses: [] as SessionStatus[], ended: 0, stored, now: 0 };
  const session = createSession({
    store: {
      credentials: async () => (seen.stored === null ? null : { refresh_token: seen.stored }),
      save: async (token) => void (seen.stored = token),
      clear: async () => void (seen.stored = null),
    },
    post: async (action, body) => {
      seen.posts.push(`${action} ${body.refresh_token}`);
      const answer = answers.shift();
      if (!answer) throw new Error('unexpected request');
      return answer();
    },
    exclusively: (work) => work(),
    onStatus: (status) => seen.statuses.push(status),
    onMember: () => {},
    onEnd: () => void (seen.ended += 1),
    now: () => seen.now,
  });
  return { session, seen };
}

describe('a session', () => {
  test('is renewed by one request, however many ask at once', async () => {
    const { session, seen } = setUp([json(200, tokens('a1'))]);
    const results = await Promise.all([session.renew(), session.renew(), session.freshToken()]);
    expect(results).toEqual([true, true, 'a1']);
    expect(seen.posts).toEqual(['refresh first']);
    expect(seen.stored).toBe('next');
  });

  test('is renewed with the rotated token the next time', async () => {
    const { session, seen } = setUp([
      json(200, tokens('a1', 'second')),
      json(200, tokens('a2', 'third')),
    ]);
    await session.renew();
    await session.renew();
    expect(seen.posts).toEqual(['refresh first', 'refresh second']);
    expect(session.token()).toBe('a2');
  });

  test('keeps its token until a minute before it ends', async () => {
    const { session, seen } = setUp([json(200, tokens('a1')), json(200, tokens('a2'))]);
    await session.renew();
    seen.now = 839_000;
    expect(await session.freshToken()).toBe('a1');
    seen.now = 841_000;
    expect(await session.freshToken()).toBe('a2');
  });

  test('ends and forgets when the server does not know the token any more', async () => {
    const { session, seen } = setUp([json(401, { code: 'invalid_session' })]);
    expect(await session.renew()).toBe(false);
    expect(seen.stored).toBeNull();
    expect(seen.statuses).toEqual(['anonymous']);
    expect(seen.ended).toBe(1);
  });

  test.each([
    ['gives no answer', silence],
    ['is not available', json(503, { code: 'unavailable' })],
  ])('is not thrown away when the server %s', async (_name, answer) => {
    const { session, seen } = setUp([answer, json(200, tokens('a1'))]);
    await session.start();
    expect(seen.statuses).toEqual(['unreachable']);
    expect(seen.stored).toBe('first');
    await session.start();
    expect(seen.statuses).toEqual(['unreachable', 'signed_in']);
  });

  test('asks nobody when nobody was signed in', async () => {
    const { session, seen } = setUp([], null);
    await session.start();
    expect(seen.posts).toEqual([]);
    expect(seen.statuses).toEqual(['anonymous']);
  });

  test('ends here when the log-out does not reach the server', async () => {
    const { session, seen } = setUp([json(200, tokens('a1')), silence]);
    await session.start();
    await session.logOut();
    expect(seen.stored).toBeNull();
    expect(session.token()).toBeNull();
    expect(seen.statuses.slice(-2)).toEqual(['leaving', 'anonymous']);
  });
});

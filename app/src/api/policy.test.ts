import fc from 'fast-check';
import { expect, test } from 'vitest';

import { backoff } from './backoff';
import { ApiError, NetworkError, toApiError } from './errors';
import { shouldRetry } from './query-client';

const refusal = (status: number) => new ApiError({ status, code: 'x', title: '' });

test('what the server refused is not asked again', () => {
  expect(shouldRetry(0, refusal(404))).toBe(false);
  expect(shouldRetry(0, refusal(429))).toBe(false);
});

test('a fault or no answer is asked three times in all', () => {
  for (const error of [refusal(503), new NetworkError('no answer')]) {
    expect([0, 1, 2].map((failures) => shouldRetry(failures, error))).toEqual([true, true, false]);
  }
});

test('waits grow, are never the same for all, and never shorter than asked', () => {
  fc.assert(
    fc.property(
      fc.nat(20),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(60),
      (attempt, chance, retryAfter) => {
        const wait = backoff(attempt, { random: () => chance, retryAfter });
        expect(wait).toBeGreaterThanOrEqual(Math.max(150, retryAfter * 1_000));
        expect(wait).toBeLessThanOrEqual(Math.max(8_000, retryAfter * 1_000));
      },
    ),
  );
});

test('problem details become an error with the code and the messages of the fields', () => {
  const body = {
    code: 'username_taken',
    title: 'Taken',
    detail: 'Somebody has it.',
    errors: [{ field: 'username', code: 'taken', message: 'Choose another.' }],
  };
  const error = toApiError(new Response(null, { status: 409 }), body);
  expect(error).toMatchObject({
    status: 409,
    code: 'username_taken',
    title: 'Taken',
    detail: 'Somebody has it.',
  });
  expect(error.fieldMessage('username')).toBe('Choose another.');
});

test('an answer that is not problem details still has a status and a code', () => {
  const response = new Response(null, { status: 502, headers: { 'Retry-After': '3' } });
  expect(toApiError(response, null)).toMatchObject({
    status: 502,
    code: 'http_502',
    retryAfter: 3,
  });
});

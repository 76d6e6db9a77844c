import { afterEach, describe, expect, it } from 'vitest';

import { ApiError } from '@/api/errors';

import { inBackground, isToldInBackground, resumeBackground, useBackground } from './background';

afterEach(resumeBackground);

const fail = (status: number) => () =>
  Promise.reject(new ApiError({ status, code: `code_${status}`, title: '' }));

describe('translations that nobody asked for', () => {
  it('stop after a failure that every text would meet, with one error to tell', async () => {
    let requests = 0;
    const work = () => {
      requests += 1;
      return fail(503)();
    };
    for (let count = 0; count < 30; count += 1) await inBackground(work).catch(() => {});
    expect(requests).toBe(1);
    expect(useBackground.getState()).toMatchObject({ paused: true, error: { code: 'code_503' } });
  });

  it('go on after a text that cannot be translated, and tell it all the same', async () => {
    await inBackground(fail(409)).catch(() => {});
    expect(await inBackground(async () => 'translated')).toBe('translated');
    expect(useBackground.getState()).toMatchObject({ paused: false, error: { code: 'code_409' } });
  });

  it('tell a failure once, whoever meets it next', async () => {
    const withoutKey = new ApiError({ status: 409, code: 'code_409', title: 'again' });
    expect(isToldInBackground(withoutKey)).toBe(false);
    await inBackground(fail(409)).catch(() => {});
    expect(isToldInBackground(withoutKey)).toBe(true);
    expect(isToldInBackground(new ApiError({ status: 429, code: 'code_429', title: '' }))).toBe(
      false,
    );
  });

  it('go on once somebody says so', async () => {
    await inBackground(fail(429)).catch(() => {});
    resumeBackground();
    expect(await inBackground(async () => 'translated')).toBe('translated');
  });
});

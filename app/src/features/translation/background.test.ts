import { afterEach, describe, expect, it } from 'vitest';

import { inBackground, resumeBackground, useBackground } from './background';

afterEach(resumeBackground);

describe('translations that nobody asked for', () => {
  it('stop after the first failure, with one error to tell', async () => {
    let requests = 0;
    const fail = () => {
      requests += 1;
      return Promise.reject(new Error('no engine'));
    };
    for (let count = 0; count < 30; count += 1) await inBackground(fail).catch(() => {});
    expect(requests).toBe(1);
    expect(useBackground.getState().error).toEqual(new Error('no engine'));
  });

  it('go on once somebody says so', async () => {
    await inBackground(() => Promise.reject(new Error('no engine'))).catch(() => {});
    resumeBackground();
    expect(await inBackground(async () => 'translated')).toBe('translated');
  });
});

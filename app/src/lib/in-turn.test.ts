import { describe, expect, it } from 'vitest';

import { inTurn } from './in-turn';

describe('work in turn', () => {
  it('runs no more pieces at a time than allowed, all of them, and the next also after a failure', async () => {
    const take = inTurn(2);
    let running = 0;
    let most = 0;
    const work = (index: number) =>
      take(async () => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        if (index === 1) throw new Error('one fails');
        return index;
      });
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
    expect(most).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';

import { Freshener } from './freshener';

/** Pages of three messages each. */
function setUp() {
  const loads: number[] = [];
  const freshener = new Freshener(async (_roomId, upTo) => {
    loads.push(upTo);
    if (upTo === 13) throw new Error('no answer');
    return upTo - 2;
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { loads, freshener, settle };
}

describe('fresh addresses of pictures', () => {
  it('come with as few pages as cover what is wanted', async () => {
    const { loads, freshener, settle } = setUp();
    for (const seq of [4, 9, 8, 3, 7]) freshener.want('room', seq);
    await settle();
    expect(loads).toEqual([9, 4]);
  });

  it('can be asked for again after a failure', async () => {
    const { loads, freshener, settle } = setUp();
    freshener.want('room', 13);
    await settle();
    freshener.want('room', 13);
    freshener.want('other', 5);
    await settle();
    expect(loads).toEqual([13, 13, 5]);
  });
});

import { expect, test } from 'vitest';

import { createOnce } from './once';

function setUp(leads = false) {
  const busy: boolean[] = [];
  const errors: unknown[] = [];
  const once = createOnce({ onBusy: (isBusy) => busy.push(isBusy), leads });
  const run = <Result>(work: () => Promise<Result>, done?: (result: Result) => void) =>
    once.run(work, { done, failed: (error) => errors.push(error) });
  return { once, run, busy, errors };
}

const settled = () => new Promise((done) => setTimeout(done));

test('the second half of a double click sends nothing', async () => {
  const { run, busy } = setUp();
  let sent = 0;
  const results: number[] = [];
  const send = async () => (sent += 1);
  run(send, (result) => results.push(result));
  run(send, (result) => results.push(result));
  expect(busy).toEqual([true]);
  await settled();
  expect([sent, results, busy]).toEqual([1, [1], [true, false]]);
  run(send);
  expect(sent).toBe(2);
});

test('what failed is told and can be sent again', async () => {
  const { run, busy, errors } = setUp(true);
  run(() => Promise.reject(new Error('no answer')));
  await settled();
  expect([busy, errors]).toEqual([[true, false], [new Error('no answer')]]);
});

test('what leads to another page is sent again only from a page that is in front again', async () => {
  const { once, run } = setUp(true);
  let sent = 0;
  const send = async () => (sent += 1);
  run(send);
  await settled();
  run(send);
  expect(sent).toBe(1);
  once.reopen();
  run(send);
  expect(sent).toBe(2);
});

test('a page that is gone leads nowhere, and what failed is told all the same', async () => {
  const { once, run, busy, errors } = setUp();
  let led = false;
  run(
    async () => undefined,
    () => (led = true),
  );
  once.leave();
  await settled();
  expect([led, busy]).toEqual([false, [true]]);
  run(() => Promise.reject(new Error('refused')));
  await settled();
  expect(errors).toEqual([new Error('refused')]);
});

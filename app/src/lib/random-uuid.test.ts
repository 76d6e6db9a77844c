import { afterEach, expect, test } from 'vitest';

import { randomUUID } from './random-uuid.web';

const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const offered = crypto.randomUUID;

afterEach(() => Object.assign(crypto, { randomUUID: offered }));

test.each([
  ['offers them', offered],
  ['does not', undefined],
])('ids are of version 4 and differ where the browser %s', (_name, own) => {
  Object.assign(crypto, { randomUUID: own });
  const ids = Array.from({ length: 200 }, randomUUID);
  expect(new Set(ids).size).toBe(200);
  for (const id of ids) expect(id).toMatch(version4);
});

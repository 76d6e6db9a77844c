import { expect, test } from 'vitest';

import { typeOf } from './file-types';

test.each([
  ['notes.PDF', '', 'application/pdf'],
  ['song.mp3', 'audio/mp3', 'audio/mpeg'],
  ['strange.xyz', 'x/y', 'x/y'],
  ['nothing', undefined, ''],
])('%s that the system calls %s is %s', (name, given, type) =>
  expect(typeOf(name, given)).toBe(type),
);

import { expect, test } from 'vitest';

import { isCode, isEmail, isPassword, lengthOf, toCode } from './validation';

test('lengths are those that the server counts', () => {
  expect(lengthOf('  민지 ')).toBe(2);
  expect(lengthOf('각'.normalize('NFD'))).toBe(1);
  expect(lengthOf('🤿🤿')).toBe(2);
});

test.each(['a@kookmin.ac.kr', ' ana@uni.es '])('%s is a mail address', (text) =>
  expect(isEmail(text)).toBe(true),
);

test.each(['', 'a', 'a@b', 'a b@c.kr', '@kookmin.ac.kr', 'a@.kr', `${'a'.repeat(250)}@b.kr`])(
  '"%s" is no mail address',
  (text) => expect(isEmail(text)).toBe(false),
);

test('a password has 8 to 128 characters', () => {
  expect([7, 8, 128, 129].map((length) => isPassword('x'.repeat(length)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('a code is read from what people type and paste', () => {
  expect(toCode('123 456')).toBe('123456');
  expect(toCode('１２３４５６')).toBe('123456');
  expect(isCode(toCode('12345'))).toBe(false);
});

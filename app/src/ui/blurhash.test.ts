import fc from 'fast-check';
import { expect, test } from 'vitest';

import { blurhashPixels } from './blurhash';

const size = { width: 4, height: 3 };

test('a hash of one part is one colour', () => {
  const pixels = blurhashPixels('00TI:j', size);
  expect(pixels).toHaveLength(4 * 3 * 4);
  expect([...(pixels ?? [])].slice(0, 4)).toEqual([...(pixels ?? [])].slice(-4));
});

test('a known hash has the colours that its description gives', () => {
  const pixels = blurhashPixels('LEHV6nWB2yk8pyo0adR*.7kCMdnj', { width: 32, height: 32 });
  const average = [0, 1, 2].map((part) => {
    const values = [...(pixels ?? [])].filter((_, index) => index % 4 === part);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  expect(average[0]).toBeGreaterThan(100);
  expect(average[0]).toBeGreaterThan(average[2] ?? 0);
});

test('what is no hash gives nothing, and nothing breaks it', () => {
  for (const text of ['', 'abc', '¡¡¡¡¡¡', 'LEHV6nWB2yk8'])
    expect(blurhashPixels(text, size)).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => void blurhashPixels(text, size)));
});

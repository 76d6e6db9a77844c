import { describe, expect, it } from 'vitest';

import { highlight } from './highlight';

const marked = (text: string, words: string) =>
  highlight(text, words).flatMap((part) => (part.marked ? [part.text] : []));

describe('highlight', () => {
  it('marks words of every script, also inside of others', () => {
    expect(marked('내일 도서관에서 만나요', '서관')).toEqual(['서관']);
    expect(marked('Nos vemos en el Café', 'cafe')).toEqual(['Café']);
    expect(marked('ﾊﾝｶｸ カフェ', 'ハンカク カフェ')).toEqual(['ﾊﾝｶｸ', 'カフェ']);
    expect(marked('図書館', '書')).toEqual(['書']);
  });

  it('keeps the whole text and shortens only what is far before', () => {
    const text = 'a'.repeat(100) + ' wanted';
    expect(
      highlight('one two', 'none')
        .map((part) => part.text)
        .join(''),
    ).toBe('one two');
    expect(highlight(text, 'wanted')[0]).toEqual({
      text: '…' + 'a'.repeat(39) + ' ',
      marked: false,
    });
    expect(marked('', 'x')).toEqual([]);
  });
});

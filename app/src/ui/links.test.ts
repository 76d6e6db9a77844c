import { describe, expect, it } from 'vitest';

import { splitLinks } from './links';

const urls = (text: string) => splitLinks(text).flatMap(({ url }) => url ?? []);

describe('the links of a text', () => {
  it('are found among words, and nothing is lost', () => {
    const text = 'Look: https://dife.example/a?b=1#c and http://localhost:8000, please.';
    expect(urls(text)).toEqual(['https://dife.example/a?b=1#c', 'http://localhost:8000']);
    expect(
      splitLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  it('end where Korean or Japanese goes on without a space', () => {
    expect(urls('https://dife.example/events에서 봐요')).toEqual(['https://dife.example/events']);
    expect(urls('（https://dife.example/地図）')).toEqual(['https://dife.example/']);
  });

  it('leave out the end of the sentence, and keep brackets of their own', () => {
    expect(urls('(see https://dife.example/x).')).toEqual(['https://dife.example/x']);
    expect(urls('https://dife.example/Seoul_(city)!')).toEqual([
      'https://dife.example/Seoul_(city)',
    ]);
  });

  it('are web addresses only', () => {
    expect(urls('javascript:alert(1) file:///etc/passwd https:// ftp://x.example')).toEqual([]);
    expect(splitLinks('')).toEqual([]);
  });
});

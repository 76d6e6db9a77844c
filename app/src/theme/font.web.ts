import type { TextStyle } from 'react-native';

import { fontFiles } from './font-files';

/** The stack is chosen by `:lang()` in public/index.html, so a message in Japanese gets Japanese glyphs on a Korean page. */
export const font: TextStyle = { fontFamily: 'var(--dife-font)' };

const requested = new Set<string>();

/** Adds the style sheet of Japanese or Chinese when a text in that language is first shown. */
export function loadFontFor(language: string): void {
  const base = language.slice(0, 2);
  if ((base !== 'ja' && base !== 'zh') || requested.has(base)) return;
  requested.add(base);
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = `/fonts/${fontFiles[base]}/index.css`;
  document.head.append(link);
}

const kana = /[\u3040-\u30ff]/;
const han = /[\u3400-\u9fff\uf900-\ufaff]/;

/** For names and other texts whose language nobody knows: kana is Japanese, Han characters alone are taken for Chinese. */
export function loadFontForText(text: unknown): void {
  if (typeof text !== 'string') return;
  if (kana.test(text)) loadFontFor('ja');
  else if (han.test(text)) loadFontFor('zh');
}

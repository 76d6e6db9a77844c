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

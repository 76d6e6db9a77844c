/** Where `scripts/copy-fonts.mjs` puts the font files; the script fails when a version here is not the installed one. */
export const fontFiles = {
  base: 'pretendard-1.3.9',
  ja: 'noto-sans-jp-5.3.1',
  zh: 'noto-sans-sc-5.3.1',
} as const;

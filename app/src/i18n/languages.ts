/** The languages of the interface; each has a file in `locales/`. */
export const languages = ['ko', 'en', 'ja', 'zh', 'es'] as const;
export type Language = (typeof languages)[number];

/** Each language in its own words, so that everybody finds theirs. */
export const languageNames: Record<Language, string> = {
  ko: '한국어',
  en: 'English',
  ja: '日本語',
  zh: '中文',
  es: 'Español',
};

export const fallbackLanguage: Language = 'en';

/** The first tag that we speak: "zh-Hant-TW" is "zh", "pt-BR" is not spoken. */
export function pickLanguage(tags: readonly (string | null | undefined)[]): Language {
  for (const tag of tags) {
    const base = tag?.toLowerCase().split(/[-_]/)[0];
    const found = languages.find((language) => language === base);
    if (found) return found;
  }
  return fallbackLanguage;
}

import type { Language } from './languages';

type Names = Record<string, string>;

/** Hermes has no Intl.DisplayNames, so phones carry the names (`npm run generate` writes them). */
const loaders: Record<Language, () => Promise<{ default: Names }>> = {
  ko: () => import('@locales/countries/ko.json'),
  en: () => import('@locales/countries/en.json'),
  ja: () => import('@locales/countries/ja.json'),
  zh: () => import('@locales/countries/zh.json'),
  es: () => import('@locales/countries/es.json'),
};

const loaded: Partial<Record<Language, Names>> = {};

export function countryNames(language: Language): (code: string) => string {
  return (code) => loaded[language]?.[code] ?? code;
}

export async function loadCountryNames(language: Language): Promise<void> {
  loaded[language] ??= (await loaders[language]()).default;
}

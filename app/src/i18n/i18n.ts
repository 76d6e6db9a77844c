import { getLocales } from 'expo-localization';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import { preferences } from '@/lib/preferences';

import { loadCountryNames } from './country-names';
import { setDocumentLanguage } from './document-language';
import { type Language, pickLanguage } from './languages';
import { ensurePluralRules } from './plural-rules';

/** One chunk per language; only the one in use is fetched. */
const loaders = {
  ko: () => import('@locales/ko.json'),
  en: () => import('@locales/en.json'),
  ja: () => import('@locales/ja.json'),
  zh: () => import('@locales/zh.json'),
  es: () => import('@locales/es.json'),
} satisfies Record<Language, () => Promise<unknown>>;

async function load(language: Language) {
  const [{ default: texts }] = await Promise.all([loaders[language](), loadCountryNames(language)]);
  return texts;
}

/** Starts with the language that was chosen here before, else the device's, else English. */
export async function startI18n(): Promise<void> {
  const stored = await preferences.get('language');
  const language = pickLanguage([stored, ...getLocales().map((locale) => locale.languageTag)]);
  ensurePluralRules();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await load(language) } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  setDocumentLanguage(language);
}

export function currentLanguage(): Language {
  return pickLanguage([i18next.language]);
}

/** Switches the interface and remembers it on this device. */
export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await load(language));
  }
  await i18next.changeLanguage(language);
  setDocumentLanguage(language);
  await preferences.set('language', language);
}

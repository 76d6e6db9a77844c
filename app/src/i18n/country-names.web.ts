import type { Language } from './languages';

const readers = new Map<Language, Intl.DisplayNames>();

/** Browsers know the names of the countries in every language. */
export function countryNames(language: Language): (code: string) => string {
  let names = readers.get(language);
  if (!names)
    readers.set(language, (names = new Intl.DisplayNames([language], { type: 'region' })));
  return (code) => names.of(code) ?? code;
}

export async function loadCountryNames(_language: Language): Promise<void> {}

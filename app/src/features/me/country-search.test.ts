import { expect, test } from 'vitest';

import { searchCountries } from './country-search';

const names: Record<string, string> = {
  MX: 'México',
  KR: 'Corea del Sur',
  ES: 'España',
  CI: "Côte d'Ivoire",
};
const search = (query: string) =>
  searchCountries(Object.keys(names), {
    query,
    nameOf: (code) => names[code] ?? code,
    language: 'es',
  });

test('without a query all are there, in the order of the alphabet', () => {
  expect(search('')).toEqual(['KR', 'CI', 'ES', 'MX']);
});

test('accents and case do not matter, and a code is found too', () => {
  expect(search('mexico')).toEqual(['MX']);
  expect(search('COTE')).toEqual(['CI']);
  expect(search('kr')).toEqual(['KR']);
});

test('Hangul is found although it is composed', () => {
  expect(
    searchCountries(['KR'], { query: '한국', nameOf: () => '대한민국, 한국', language: 'ko' }),
  ).toEqual(['KR']);
});

import { expect, test } from 'vitest';

import { flagOf } from './flags';
import { languages, pickLanguage } from './languages';
import { MinimalPluralRules } from './plural-rules';

test('the first language that we speak is chosen', () => {
  expect(pickLanguage([null, 'pt-BR', 'zh-Hant-TW', 'ko'])).toBe('zh');
  expect(pickLanguage(['EN_us'])).toBe('en');
});

test('English is for all others', () => {
  expect(pickLanguage(['mn', undefined, 'eso'])).toBe('en');
});

test('the small plural rules are those of the platform', () => {
  for (const language of languages) {
    const platform = new Intl.PluralRules(language);
    const own = new MinimalPluralRules(language);
    for (const count of [0, 1, 2, 5, 10, 21, 100, 1_000, 1_000_000, 2_000_000, 1_000_001]) {
      expect(`${language} ${count} ${own.select(count)}`).toBe(
        `${language} ${count} ${platform.select(count)}`,
      );
    }
  }
});

test('a country code becomes its flag', () => {
  expect(flagOf('KR')).toBe('🇰🇷');
  expect(flagOf('es')).toBe('🇪🇸');
  expect(flagOf('not a code')).toBe('');
});

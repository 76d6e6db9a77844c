import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const app = join(dirname(fileURLToPath(import.meta.url)), '..');
export const languages = ['ko', 'en', 'ja', 'zh', 'es'];
export const reference = 'en';

export function readLocale(language) {
  return JSON.parse(readFileSync(join(app, 'locales', `${language}.json`), 'utf8'));
}

/** {a: {b: 'text'}} → Map {'a.b' → 'text'} */
export function flatten(tree, prefix = '') {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

const pluralSuffix = /_(zero|one|two|few|many|other)$/;

/** The forms of one text belong together: `likes_one`, `likes_other` → `likes` with two forms. */
export function pluralBase(key) {
  return pluralSuffix.test(key) ? key.replace(pluralSuffix, '') : null;
}

export function placeholders(text) {
  return [
    ...new Set([...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map((match) => match[1])),
  ].sort();
}

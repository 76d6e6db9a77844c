// Fails when a language misses a text, has one too many, or names other placeholders than English does, and when a
// text is nowhere shown.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  app,
  flatten,
  languages,
  placeholders,
  pluralBase,
  readLocale,
  reference,
} from './locale-files.mjs';

const problems = [];

/** Texts by name; the forms of a plural count as one text with the union of their placeholders. */
function texts(language) {
  const found = new Map();
  for (const [key, text] of flatten(readLocale(language))) {
    const base = pluralBase(key);
    if (text.trim() === '') problems.push(`${language}: ${key} is empty`);
    const entry = found.get(base ?? key) ?? { forms: [], names: new Set() };
    if (base) entry.forms.push(key.slice(base.length + 1));
    for (const name of placeholders(text)) entry.names.add(name);
    found.set(base ?? key, entry);
  }
  return found;
}

function checkForms(language, key, forms) {
  if (forms.length === 0) return;
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const missing = needed.filter((form) => !forms.includes(form));
  const extra = forms.filter((form) => !needed.includes(form));
  if (missing.length > 0)
    problems.push(`${language}: ${key} lacks the plural form ${missing.join(', ')}`);
  if (extra.length > 0)
    problems.push(`${language}: ${key} has the unused plural form ${extra.join(', ')}`);
}

function compare(language, expected, actual) {
  for (const [key, { forms, names }] of actual) {
    const wanted = expected.get(key);
    if (!wanted) problems.push(`${language}: ${key} is not in ${reference}`);
    else {
      checkForms(language, key, forms);
      if (wanted.forms.length > 0 !== forms.length > 0)
        problems.push(`${language}: ${key} is a plural in one language only`);
      const differing = [
        ...new Set(
          [...names]
            .filter((n) => !wanted.names.has(n))
            .concat([...wanted.names].filter((n) => !names.has(n))),
        ),
      ];
      if (differing.length > 0)
        problems.push(`${language}: ${key} differs in {{${differing.join('}}, {{')}}}`);
    }
  }
  for (const key of expected.keys())
    if (!actual.has(key)) problems.push(`${language}: ${key} is missing`);
}

/** Names in the code as they stand there, and patterns for those that end in a code: `choices.hobby.${code}`. */
function namesInCode() {
  const files = readdirSync(join(app, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.endsWith('resources.d.ts'),
  );
  const code = files.map((file) => readFileSync(join(app, 'src', file), 'utf8')).join('\n');
  const names = new Set([...code.matchAll(/['"`]([\w.]+)['"`]/g)].map(([, name]) => name));
  const patterns = [...code.matchAll(/`((?:[\w.]|\$\{[^}]*\})+)`/g)]
    .filter(([, name]) => name.includes('.'))
    .map(
      ([, name]) =>
        new RegExp(
          `^${name.replaceAll(/\$\{[^}]*\}|\./g, (part) => (part === '.' ? '\\.' : '[^.]+'))}$`,
        ),
    );
  return (name) => names.has(name) || patterns.some((pattern) => pattern.test(name));
}

const expected = texts(reference);
const isShown = namesInCode();
for (const name of expected.keys()) {
  // The words for the server's codes are whole before every code has its page.
  if (!name.startsWith('choices.') && !isShown(name)) problems.push(`${name} is nowhere shown`);
}
for (const language of languages) compare(language, expected, texts(language));
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${expected.size} texts in ${languages.length} languages`);

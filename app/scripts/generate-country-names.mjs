// Writes locales/countries/<language>.json for phones, whose JavaScript engine does not know country names.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { app, languages } from './locale-files.mjs';

const out = process.argv[2] ?? join(app, 'locales', 'countries');
const codes = JSON.parse(readFileSync(join(app, 'locales', 'country-codes.json'), 'utf8'));

mkdirSync(out, { recursive: true });
for (const language of languages) {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const entries = codes.map((code) => [code, names.of(code)]);
  writeFileSync(
    join(out, `${language}.json`),
    `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`,
  );
}

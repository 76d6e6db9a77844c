// Fails when a generated file is not what `npm run generate` would write now.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { app } from './locale-files.mjs';

const fresh = mkdtempSync(join(tmpdir(), 'dife-generated-'));
const run = (script, out) =>
  execFileSync(process.execPath, [join(app, 'scripts', script), out], { stdio: 'inherit' });

run('generate-api.mjs', join(fresh, 'schema.ts'));
run('generate-realtime.mjs', join(fresh, 'realtime.ts'));
run('generate-locale-types.mjs', join(fresh, 'resources.d.ts'));

const pairs = [
  [join(fresh, 'schema.ts'), 'src/api/schema.ts'],
  [join(fresh, 'realtime.ts'), 'src/realtime/schema.ts'],
  [join(fresh, 'resources.d.ts'), 'src/i18n/resources.d.ts'],
];
const stale = pairs.filter(
  ([made, kept]) => readFileSync(made, 'utf8') !== readFileSync(join(app, kept), 'utf8'),
);
rmSync(fresh, { recursive: true });
if (stale.length > 0) {
  console.error(`Stale, run "npm run generate": ${stale.map(([, kept]) => kept).join(', ')}`);
  process.exit(1);
}

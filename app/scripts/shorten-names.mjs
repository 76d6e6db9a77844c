// Gives the variables of each web script short names, the same in all its modules: Metro minifies every module by
// itself, and names that differ from module to module compress worse. It saves about 20 KB of gzip on every first load.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { minify } from 'terser';

import { app } from './locale-files.mjs';

const folder = join(app, process.argv[2] ?? 'dist', '_expo', 'static', 'js', 'web');
for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
  const path = join(folder, file);
  // Metro has taken out already what compressing would.
  const { code } = await minify(readFileSync(path, 'utf8'), { compress: false, mangle: true });
  writeFileSync(path, code);
}

// Prints how much gzip JavaScript the first load of each route is at most, and fails above the budget.
// At most: the scripts of index.html, every layout and the largest locale count for every route.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { app, languages } from './locale-files.mjs';

const budget = 450;
const dist = join(app, process.argv[2] ?? 'dist');
const folder = join(dist, '_expo', 'static', 'js', 'web');
const size = (file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1024;

const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
const page = readFileSync(join(dist, 'index.html'), 'utf8');
const nameOf = (file) => file.replace(/-[0-9a-f]{32}\.js$/, '');

const first = files.filter((file) => page.includes(file));
const layouts = files.filter((file) => nameOf(file) === '_layout');
const locales = files.filter((file) => languages.includes(nameOf(file)));
const routes = files.filter((file) => ![...first, ...layouts, ...locales].includes(file));

const sum = (list) => list.reduce((total, file) => total + size(file), 0);
const shell = sum([...first, ...layouts]) + Math.max(...locales.map(size));
console.log(
  `${shell.toFixed(1).padStart(8)} KB  shell: ${first.length} scripts, ${layouts.length} layouts, largest locale`,
);
const loads = routes
  .map((file) => ({ route: nameOf(file), load: shell + size(file) }))
  .sort((a, b) => b.load - a.load);
for (const { route, load } of loads) console.log(`${load.toFixed(1).padStart(8)} KB  ${route}`);

const heaviest = Math.max(...loads.map(({ load }) => load));
if (heaviest > budget) {
  console.error(`The heaviest first load is ${heaviest.toFixed(1)} KB of ${budget} KB`);
  process.exit(1);
}

// Prints how much gzip JavaScript the first load of each route is, and fails above the budget: the scripts of
// index.html, the route with the layouts around it, and the largest locale.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { app, languages } from './locale-files.mjs';

const budget = 450;
const dist = join(app, process.argv[2] ?? 'dist');
const folder = join(dist, '_expo', 'static', 'js', 'web');
const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
const read = (file) => readFileSync(join(folder, file), 'utf8');

const sizes = new Map(
  files.map((file) => [file, gzipSync(read(file), { level: 9 }).length / 1024]),
);
const sum = (list) => list.reduce((total, file) => total + sizes.get(file), 0);

/** Route → script, as the entry has them: {"./(auth)/login.tsx":{… d[2],d.paths …}, …} and {0:743,2:744,…,paths:{744:"/…/login-….js",…}}. */
function scriptsOfRoutes(entry) {
  const start = entry.indexOf('{"./');
  const block = entry.slice(start, entry.indexOf('__d(', start));
  const numbers = block.slice(block.lastIndexOf('},') + 2, block.search(/,"?paths"?:/));
  const modules = new Map(
    [...numbers.matchAll(/(\d+)"?:(\d+)/g)].map(([, index, id]) => [index, id]),
  );
  const paths = new Map(
    [...block.matchAll(/(\d+)"?:"(\/_expo[^"]+)"/g)].map(([, id, path]) => [id, basename(path)]),
  );
  const routes = block.matchAll(/"\.\/([^"]+)\.tsx":\{.*?\(\w+\[(\d+)\],\w+\.paths\)/g);
  return new Map([...routes].map(([, route, index]) => [route, paths.get(modules.get(index))]));
}

function layoutsAround(route) {
  const folders = dirname(route).split('/');
  const paths = folders.map((_, depth) => [...folders.slice(0, depth + 1), '_layout'].join('/'));
  return ['_layout', ...paths].filter((path) => path !== './_layout');
}

const page = readFileSync(join(dist, 'index.html'), 'utf8');
const first = files.filter((file) => page.includes(file));
const scripts = scriptsOfRoutes(read(files.find((file) => file.startsWith('entry-'))));
const locales = files.filter((file) => languages.includes(file.replace(/-[0-9a-f]{32}\.js$/, '')));
const placed = new Set([...first, ...scripts.values(), ...locales]);
const stray = files.filter((file) => !placed.has(file));
if (stray.length > 0 || [...scripts.values()].includes(undefined)) {
  console.error(`no route loads ${stray.join(', ')}, or the entry script is not what it was`);
  process.exit(1);
}

const shell = sum(first) + Math.max(...locales.map((file) => sizes.get(file)));
const loads = [...scripts.keys()]
  .filter((route) => basename(route) !== '_layout')
  .map((route) => {
    const around = layoutsAround(route).map((path) => scripts.get(path));
    return { route, load: shell + sum([...around, scripts.get(route)].filter(Boolean)) };
  })
  .sort((a, b) => b.load - a.load);
console.log('First load of each route, gzip JavaScript:');
for (const { route, load } of loads) console.log(`${load.toFixed(1).padStart(8)} KB  ${route}`);

const heaviest = loads[0].load;
if (heaviest > budget) {
  console.error(`The heaviest first load is ${heaviest.toFixed(1)} KB of ${budget} KB`);
  process.exit(1);
}

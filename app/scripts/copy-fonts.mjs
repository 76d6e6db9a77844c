// Copies the font files of the npm packages to public/fonts/<name>-<version>/, because Metro drops
// the files that an imported CSS points to. The version in the path makes them cacheable for ever.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const app = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(app, 'public', 'fonts');

const fonts = [
  {
    name: 'pretendard',
    package: 'pretendard',
    css: 'dist/web/variable/pretendardvariable-dynamic-subset.css',
    files: ['dist/web/variable/woff2-dynamic-subset', 'woff2-dynamic-subset'],
  },
  {
    // The Latin letters with marks that Pretendard's files lack (á, ñ, ş, ạ); its Latin letters are Inter's too.
    name: 'inter',
    package: '@fontsource-variable/inter',
    css: 'index.css',
    files: ['files', 'files'],
    only: /-wght-normal\.woff2$/,
  },
  {
    name: 'noto-sans-jp',
    package: '@fontsource-variable/noto-sans-jp',
    css: 'index.css',
    files: ['files', 'files'],
  },
  {
    name: 'noto-sans-sc',
    package: '@fontsource-variable/noto-sans-sc',
    css: 'index.css',
    files: ['files', 'files'],
  },
];

function copy(font) {
  const source = join(app, 'node_modules', font.package);
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const folder = `${font.name}-${version}`;
  const to = join(target, folder);
  if (!existsSync(join(to, 'index.css'))) {
    mkdirSync(to, { recursive: true });
    const [from, files] = font.files;
    const filter = (path) => !font.only || !path.endsWith('.woff2') || font.only.test(path);
    cpSync(join(source, from), join(to, files), { recursive: true, filter });
    // Pretendard carries its licence at the head of its CSS, Noto in a file.
    if (existsSync(join(source, 'LICENSE'))) cpSync(join(source, 'LICENSE'), join(to, 'LICENSE'));
    writeFileSync(join(to, 'index.css'), readFileSync(join(source, font.css)));
  }
  return folder;
}

function checkMentioned(folders) {
  const named =
    readFileSync(join(app, 'src/theme/font-files.ts'), 'utf8') +
    readFileSync(join(app, 'public/index.html'), 'utf8');
  const missing = folders.filter((folder) => !named.includes(folder));
  if (missing.length > 0) {
    console.error(
      `src/theme/font-files.ts or public/index.html name another version than ${missing.join(', ')}`,
    );
    process.exit(1);
  }
}

if (process.argv.includes('--clean')) rmSync(target, { recursive: true, force: true });
checkMentioned(fonts.map(copy));

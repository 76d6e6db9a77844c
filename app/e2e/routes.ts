import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'src', 'app');

/** Every page of the app by its file, like `(member)/posts/[post_id]/edit`. */
export const routes: readonly string[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx') && !file.endsWith('_layout.tsx'))
  .map((file) => file.replace(/\.tsx$/, ''))
  .sort();

const patterns = routes
  .filter((route) => route !== notFound())
  .map((route) => ({ route, parts: partsOf(route) }))
  // A name before an id: `/boards/search` is the search, not a board of that name.
  .sort((a, b) => idsIn(a.parts) - idsIn(b.parts));

/** Which page an address shows. */
export function routeOf(pathname: string): string {
  const parts = pathname.split('/').filter(Boolean);
  const found = patterns.find(
    (pattern) =>
      pattern.parts.length === parts.length &&
      pattern.parts.every((part, index) => part.startsWith('[') || part === parts[index]),
  );
  return found?.route ?? notFound();
}

function notFound(): string {
  return '+not-found';
}

/** Folders in parentheses and `index` are no part of an address. */
function partsOf(route: string): string[] {
  return route.split('/').filter((part) => !part.startsWith('(') && part !== 'index');
}

function idsIn(parts: readonly string[]): number {
  return parts.filter((part) => part.startsWith('[')).length;
}

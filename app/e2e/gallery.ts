import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

export const output = join(import.meta.dirname, 'output');
const shots = join(output, 'shots');

export type Shot = { name: string; language: string; theme: string; device: string; title: string };

/** Keeps a picture of the page; the same name in the same language, theme and size replaces an older one. */
export async function keepShot(page: Page, shot: Shot): Promise<void> {
  mkdirSync(shots, { recursive: true });
  const file = fileOf(shot);
  await page.screenshot({ path: `${file}.png`, animations: 'disabled' });
  writeFileSync(`${file}.json`, JSON.stringify(shot));
}

function fileOf({ name, language, theme, device }: Shot): string {
  return join(shots, [name, language, theme, device].join('.'));
}

/** Writes output/gallery.html with all pictures that are there, by page. */
export function writeGallery(): void {
  mkdirSync(shots, { recursive: true });
  const files = readdirSync(shots)
    .filter((file) => file.endsWith('.json'))
    .sort();
  const all = files.map((file) => ({
    file: `shots/${file.replace(/json$/, 'png')}`,
    ...(JSON.parse(readFileSync(join(shots, file), 'utf8')) as Shot),
  }));
  const sections = Map.groupBy(all, ({ name }) => name);
  const body = [...sections].map(
    ([name, list]) =>
      `<section><h2>${escape(name)}</h2><div>${list.map(toFigure).join('\n')}</div></section>`,
  );
  writeFileSync(join(output, 'gallery.html'), page(body.join('\n'), all.length));
}

function toFigure({ file, language, theme, device, title }: Shot & { file: string }): string {
  const words = escape(`${title} · ${language} · ${theme} · ${device}`);
  return `<figure><a href="${file}"><img src="${file}" alt="${words}" loading="lazy"></a><figcaption>${words}</figcaption></figure>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function page(body: string, count: number): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Dife: every screen</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color-scheme: light dark; }
  div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
  figure { margin: 0; max-width: 32rem; }
  img { height: 28rem; max-width: 100%; object-fit: contain; border: 1px solid #8888; border-radius: 8px; }
  figcaption { font-size: 12px; opacity: .8; }
</style>
<h1>Every screen</h1>
<p>${count} pictures, taken by the browser tests.</p>
${body}
</html>
`;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Language = 'ko' | 'en' | 'ja' | 'zh' | 'es';

type Tree = { [key: string]: string | Tree };
type Values = Record<string, string | number>;

export type Texts = (key: string, values?: Values) => string;

/** The words of the interface, read from the same files as the app reads them. */
export function textsOf(language: Language): Texts {
  const file = join(import.meta.dirname, '..', 'locales', `${language}.json`);
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Tree;
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const forms =
      values.count === undefined ? [key] : [`${key}_${plural.select(Number(values.count))}`, key];
    const text = forms.map((form) => find(texts, form)).find((found) => typeof found === 'string');
    if (text === undefined) throw new Error(`${language}.json has no ${key}`);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };
}

function find(tree: Tree, key: string): string | undefined {
  let node: string | Tree | undefined = tree;
  for (const part of key.split('.')) node = typeof node === 'object' ? node[part] : undefined;
  return typeof node === 'string' ? node : undefined;
}

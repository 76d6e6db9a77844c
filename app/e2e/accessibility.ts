import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

import type { Language } from './texts.ts';

const spaced: ReadonlySet<Language> = new Set(['en', 'es']);
const grave: ReadonlySet<string | null | undefined> = new Set(['serious', 'critical']);

/** What axe-core finds grave in the page as it stands. */
export async function accessibilityProblems(page: Page, language: Language): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  // It looks for the seen words in the spoken ones, and takes what stands between spaces for a word.
  if (!spaced.has(language)) axe.disableRules('label-content-name-mismatch');
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => grave.has(impact))
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 220)).join('\n    ')}`,
    );
}

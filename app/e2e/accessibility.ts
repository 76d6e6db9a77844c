import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

import type { Language } from './texts.ts';

const spaced: ReadonlySet<Language> = new Set(['en', 'es']);
const grave: ReadonlySet<string | null | undefined> = new Set(['serious', 'critical']);

/** Whatever axe-core finds against WCAG 2.2 AA in the page as it stands, and what else it calls grave. */
export async function accessibilityProblems(page: Page, language: Language): Promise<string[]> {
  // Off unless it is asked for, although WCAG 2.2 has it.
  const axe = new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } });
  // It looks for the seen words in the spoken ones, and takes what stands between spaces for a word.
  if (!spaced.has(language)) axe.disableRules('label-content-name-mismatch');
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact, tags }) => grave.has(impact) || tags.some((tag) => tag.startsWith('wcag')))
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 220)).join('\n    ')}`,
    );
}

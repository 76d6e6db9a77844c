import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';

import type { Browser } from 'playwright-core';

import { launchBrowser } from './browser.ts';
import { output, writeGallery } from './gallery.ts';
import { Person, type Setting } from './person.ts';

export type Story = {
  /** Somebody opens a browser. */
  enter: (setting: Setting) => Promise<Person>;
  /** One thing after the other: when one fails, the story ends. */
  step: (what: string, work: () => Promise<void>) => Promise<void>;
};

/** A story with its own browser, in steps. What went wrong for anybody on the way fails it at the end. */
export function journey(name: string, tell: (story: Story) => Promise<void>): void {
  test(name, async (context) => {
    const browser = await launchBrowser();
    const people: Person[] = [];
    const story: Story = {
      enter: (setting) => enter(browser, people, setting),
      async step(what, work) {
        let failure: unknown;
        await context.test(what, async () => {
          try {
            await work();
          } catch (error) {
            failure = error;
            await keepLastPages(people);
            throw error;
          }
        });
        if (failure) {
          const problems = people.flatMap((person) => person.seriousProblems());
          throw new Error([`the story ends with: ${what}`, ...problems].join('\n'));
        }
      },
    };
    try {
      await tell(story);
    } finally {
      await browser.close();
      writeGallery();
    }
    const problems = people.flatMap((person) => person.seriousProblems());
    assert.equal(problems.length, 0, `\n${problems.join('\n')}`);
  });
}

async function enter(browser: Browser, people: Person[], setting: Setting): Promise<Person> {
  const person = await Person.enter(browser, setting);
  people.push(person);
  return person;
}

/** What everybody saw when it went wrong. */
async function keepLastPages(people: Person[]): Promise<void> {
  for (const [index, { page }] of people.entries()) {
    await page.screenshot({ path: join(output, `failed-${index + 1}.png`) }).catch(() => {});
  }
}

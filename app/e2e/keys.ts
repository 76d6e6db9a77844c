import assert from 'node:assert/strict';

import type { Locator } from 'playwright-core';

import type { Person } from './person.ts';

const farthest = 80;

/** Goes to something with the Tab key alone; wherever the focus stops on the way, it can be seen. */
export async function tabTo({ page }: Person, target: Locator): Promise<void> {
  await target.waitFor();
  const passed: string[] = [];
  for (let count = 0; count < farthest; count += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(whereTheFocusIs);
    passed.push(stop.name);
    assert.ok(stop.isSeen, `the focus cannot be seen on ${stop.name}`);
  }
  assert.fail(`the Tab key does not lead there, only to: ${passed.join(' | ')}`);
}

/** Goes there and presses it. */
export async function press(person: Person, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(person, target);
  await person.page.keyboard.press(key);
}

/** Goes there and writes. */
export async function write(person: Person, target: Locator, text: string): Promise<void> {
  await tabTo(person, target);
  await person.page.keyboard.type(text);
}

/** Runs in the page. In a field the caret shows where one is, everywhere else it is an outline. */
function whereTheFocusIs(): { name: string; isSeen: boolean } {
  const element = document.activeElement;
  if (!element || element === document.body) return { name: 'the page', isSeen: true };
  const words = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40);
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const hasOutline = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  return {
    name: words || element.tagName,
    isSeen: hasOutline || element.matches('input, textarea'),
  };
}

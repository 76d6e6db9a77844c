import type { Person } from '../person.ts';

type Post = { title: string; body: string };

/** Writes a tip, from the board's own page. */
export async function postTip(person: Person, { title, body }: Post): Promise<void> {
  await person.go('/boards/tip');
  await person.button('community.write').first().click();
  await person.field('community.editor.title').fill(title);
  await person.field('community.editor.body').fill(body);
  await person.look('post-new');
  await person.button('community.editor.publish').click();
  await person.page.getByText(person.t('community.editor.published')).waitFor();
}

/** Searches all boards and opens the post that is found. */
export async function findPost(person: Person, words: string, title: string): Promise<void> {
  await person.go('/community');
  await person.field('community.search.label').fill(words);
  await person.field('community.search.label').press('Enter');
  const found = person.page.getByRole('link', { name: title }).first();
  await found.waitFor();
  await person.look('search-results');
  await found.click();
  await person.page.getByRole('heading', { name: title }).first().waitFor();
}

export async function comment(person: Person, text: string): Promise<void> {
  await person.field('community.comment.field').fill(text);
  await person.button('community.comment.send').click();
  await person.page.getByText(text, { exact: true }).first().waitFor();
}

export async function translatePost(person: Person, expected: string): Promise<void> {
  await person.button('translation.translate').first().click();
  await person.page.getByText(expected).first().waitFor();
}

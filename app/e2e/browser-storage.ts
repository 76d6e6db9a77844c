import type { Person } from './person.ts';

/** Everything that scripts of the page could read later: both storages, the databases, and cookies that show themselves. */
export function keptByBrowser({ page }: Person): Promise<string[]> {
  return page.evaluate(everythingKept);
}

/** Runs in the page. */
async function everythingKept(): Promise<string[]> {
  const answerOf = <Result>(request: IDBRequest<Result>) =>
    new Promise<Result>((resolve) => (request.onsuccess = () => resolve(request.result)));
  const databases = await indexedDB.databases();
  const contents = databases.map(async ({ name }) => {
    const database = await answerOf(indexedDB.open(name!));
    const items = await answerOf(database.transaction('items').objectStore('items').getAll());
    database.close();
    return items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  });
  const settings = [localStorage, sessionStorage].flatMap((storage) => Object.values(storage));
  return [...(await Promise.all(contents)).flat(), ...settings.map(String), document.cookie];
}

/** Waits until the browser keeps something with this text. */
export async function untilKept(person: Person, text: string): Promise<void> {
  await until(person, (kept) => kept.some((value) => value.includes(text)));
}

/** Waits until nothing with this text is left. */
export async function untilForgotten(person: Person, text: string): Promise<void> {
  await until(person, (kept) => !kept.some((value) => value.includes(text)));
}

async function until(person: Person, is: (kept: string[]) => boolean): Promise<void> {
  for (let count = 0; count < 100; count += 1) {
    if (is(await keptByBrowser(person))) return;
    await person.page.waitForTimeout(100);
  }
  throw new Error('the browser keeps something else');
}

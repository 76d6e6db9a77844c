import type { Person } from '../person.ts';

/** Finds somebody by nickname and opens their profile. */
export async function findPerson(person: Person, nickname: string): Promise<void> {
  await person.go('/connect');
  await person.field('connect.search.label').fill(nickname);
  await person.page.getByRole('list').getByRole('link', { name: nickname }).first().click();
  await person.page.getByRole('heading', { name: nickname }).first().waitFor();
}

export async function askToBeFriends(person: Person, message: string): Promise<void> {
  await person.button('connect.add').click();
  await person.field('connect.ask.message').fill(message);
  await person.look('connect-ask');
  await person.button('connect.ask.send').click();
  await person.button('connect.cancel').waitFor();
}

export async function acceptRequest(person: Person, nickname: string): Promise<void> {
  await person.go('/connect/requests');
  await person.look('connect-requests');
  await person.button('connect.accept').click();
  await person.go('/connect/friends');
  await person.page.getByRole('list').getByRole('link', { name: nickname }).waitFor();
  await person.look('connect-friends');
}

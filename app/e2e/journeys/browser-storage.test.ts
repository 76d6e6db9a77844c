import assert from 'node:assert/strict';

import { ApiClient } from '../api.ts';
import { keptByBrowser, untilForgotten, untilKept } from '../browser-storage.ts';
import { journey } from '../journey.ts';
import { logIn, logOut } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { mateo, olivia } from '../pages/demo.ts';
import type { Person } from '../person.ts';
import { run } from '../site.ts';

const words = `between us ${run}`;

journey('a browser that others use too', async ({ enter, step }) => {
  const person = await enter({ language: 'en', device: 'desktop', examine: false });
  const chat = new ChatPage(person, olivia.name);
  const seen = tokensSeen(person);

  await step('keeps no key of the member where a script could read it', async () => {
    const device = await ApiClient.logIn(mateo.email);
    await logIn(person, mateo.email);
    await person.page.reload();
    await openConversation(person, device);
    await chat.write(words);
    await chat.sees(words);
    await untilKept(person, run);
    await chat.field.fill(words);
    await untilKept(person, words);
    assert.ok(seen.access.size >= 2, 'the log-in and the reload each brought a token');
    await keepsNoToken(person, seen);
  });

  await step('keeps the refresh token in a cookie for the server alone', async () => {
    const refresh = await refreshCookies(person);
    assert.equal(refresh.length, 1);
    assert.equal(refresh[0]!.httpOnly, true);
    assert.equal(refresh[0]!.sameSite, 'Strict');
  });

  await step('shows no token in an address', () => {
    const addresses = [...seen.addresses].filter((url) => hasToken(url, seen));
    assert.deepEqual(addresses, []);
    return Promise.resolve();
  });

  await step('keeps nothing of the member after the log-out', async () => {
    await logOut(person);
    await untilForgotten(person, words);
    await keepsNoToken(person, seen);
    assert.deepEqual(await refreshCookies(person), []);
  });
});

type Seen = { access: Set<string>; addresses: Set<string> };

/** The access tokens that the server hands out from now on, and every address that is asked for. */
function tokensSeen({ page }: Person): Seen {
  const seen: Seen = { access: new Set(), addresses: new Set() };
  page.on('request', (request) => {
    seen.addresses.add(request.url());
    const [, token] = /^Bearer (.+)$/.exec(request.headers()['authorization'] ?? '') ?? [];
    if (token) seen.access.add(token);
  });
  page.on('websocket', (socket) => seen.addresses.add(socket.url()));
  return seen;
}

async function keepsNoToken(person: Person, seen: Seen): Promise<void> {
  const refresh = (await refreshCookies(person)).map((cookie) => cookie.value);
  for (const value of await keptByBrowser(person)) {
    assert.ok(!hasToken(value, seen), `an access token is kept: ${value.slice(0, 40)}…`);
    assert.ok(!refresh.some((token) => value.includes(token)), 'the refresh token is kept');
  }
}

/** Also one that nobody saw: every JWT begins like this. */
function hasToken(text: string, seen: Seen): boolean {
  return /\beyJ[\w-]+\.eyJ/.test(text) || [...seen.access].some((token) => text.includes(token));
}

async function refreshCookies({ context }: Person) {
  return (await context.cookies()).filter((cookie) => cookie.name.includes('refresh'));
}

async function openConversation(person: Person, device: ApiClient): Promise<void> {
  const query = `/connect/search?q=${encodeURIComponent(olivia.name)}`;
  const { items } = (await device.ask('GET', query)) as { items: { id: string }[] };
  const room = { kind: 'direct', client_id: crypto.randomUUID(), member_id: items[0]!.id };
  const { id } = (await device.ask('POST', '/rooms', room)) as { id: string };
  await person.go(`/chat/${id}`);
  await person.page.getByRole('log').waitFor();
}

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { ApiClient } from '../api.ts';
import { journey } from '../journey.ts';
import { logIn, onboard, signUp } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { lucia, minji } from '../pages/demo.ts';
import { run } from '../site.ts';

/** As long as they may be, and without a place to break a line at. */
const long = {
  nickname: `WWWWWWW${run}`,
  bio: 'M'.repeat(60),
  title: 'W'.repeat(100),
  body: `${'W'.repeat(400)} ${'가'.repeat(400)} ${'漢'.repeat(400)}`,
};

journey('somebody who uses up every limit', async ({ enter, step }) => {
  const email = `wanda.${run}@kookmin.ac.kr`;
  const wanda = await enter({ language: 'es', device: 'phone', examine: false });
  let post = '';

  await step('has a long name and much to say', async () => {
    await signUp(wanda, email);
    await onboard(wanda, {
      nickname: long.nickname,
      bio: long.bio,
      country: 'VC',
      mbti: 'ENTJ',
      hobbies: ['instruments', 'restaurants', 'language_study'],
      speaks: 'id',
      learns: 'pt',
    });
    const client = await ApiClient.logIn(email);
    const id = await client.ask('POST', '/posts', {
      client_id: randomUUID(),
      board: 'free',
      title: long.title,
      body: long.body,
      anonymous: false,
      media_ids: [],
    });
    post = (id as { id: string }).id;
    await client.ask('POST', `/posts/${post}/comments`, {
      client_id: randomUUID(),
      body: 'ñ'.repeat(1_000),
      anonymous: false,
      parent_id: null,
    });
    await wanda.go('/me');
    await wanda.look('long-me');
  });

  for (const device of ['phone', 'desktop'] as const) {
    await step(`fits on a ${device} of somebody else`, async () => {
      const person = await enter({ language: 'es', device, examine: false });
      await logIn(person, minji.email);
      await person.go('/boards/free');
      await person.page.getByRole('link', { name: long.title }).waitFor();
      await person.look('long-board');
      await person.go(`/posts/${post}`);
      await person.page.getByText('ñ'.repeat(1_000)).waitFor();
      await person.look('long-post');
      await person.go('/connect');
      await person.field('connect.search.label').fill(long.nickname);
      const found = person.page.getByRole('list').getByRole('link', { name: long.nickname });
      await found.first().waitFor();
      await person.look('long-connect');
      await found.first().click();
      await person.page.getByText(long.bio).waitFor();
      await person.look('long-member');
      const chat = new ChatPage(person, lucia.name);
      await chat.openFromList();
      await chat.write('W'.repeat(500));
      await chat.sees('W'.repeat(500));
      await person.look('long-message');
      const { scrollWidth, clientWidth } = await person.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      assert.ok(scrollWidth <= clientWidth, 'the page can be scrolled to the side');
      await person.leave();
    });
  }
});

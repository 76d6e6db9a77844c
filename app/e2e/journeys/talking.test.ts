import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { ApiClient } from '../api.ts';
import { journey } from '../journey.ts';
import { logIn } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { sakura, seojun } from '../pages/demo.ts';
import { run } from '../site.ts';

journey('two who answer each other', async ({ enter, step }) => {
  const person = await enter({ language: 'ko', device: 'desktop' });
  const other = await enter({ language: 'ja', device: 'phone', theme: 'dark' });
  const chat = new ChatPage(person, sakura.name);
  const answers = new ChatPage(other, seojun.name);
  const { page, t } = person;
  const question = `도서관에서 만날까요 ${run}`;

  await step('opens a conversation on both sides', async () => {
    await logIn(person, seojun.email);
    await logIn(other, sakura.email);
    await chat.openFromList();
    await answers.openFromList();
  });

  await step('sees that the other one is here, and that they write', async () => {
    await page.getByText(t('chat.presence.online')).first().waitFor();
    await answers.field.pressSequentially('こん');
    await page
      .getByText(t('chat.typing.count', { count: 1 }))
      .first()
      .waitFor();
    await person.look('chat-typing');
    await answers.field.fill('');
  });

  await step('answers a message, which stands above the answer', async () => {
    await chat.write(question);
    await answers.sees(question);
    await answers.choose(question, 'chat.reply.action');
    const quoted = { name: seojun.name, text: question };
    await other.page.getByText(other.t('chat.reply.describe', quoted)).waitFor();
    await other.look('chat-replying');
    await answers.write(`いいですね ${run}`);
    const quote = t('chat.reply.describe', { name: t('chat.you'), text: question });
    await chat.log.getByRole('button', { name: quote, exact: true }).waitFor();
    await chat.sees(`いいですね ${run}`);
  });

  await step('copies the words of a message', async () => {
    await other.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await answers.choose(question, 'chat.copy.action');
    await other.page.getByText(other.t('chat.copy.done')).waitFor();
    assert.equal(await other.page.evaluate(() => navigator.clipboard.readText()), question);
  });

  await step('sends an address, which the other one can open', async () => {
    await chat.write(`${run}: http://127.0.0.1:9/${run}에서`);
    const link = answers.log.getByRole('link', { name: `http://127.0.0.1:9/${run}`, exact: true });
    await link.waitFor();
    assert.equal(await link.getAttribute('target'), '_blank');
  });

  await step('reacts, and takes it back', async () => {
    await answers.choose(question, 'chat.reactions.action');
    await other.look('chat-reaction-picker');
    await other.page.getByRole('button', { name: '🎉', exact: true }).click();
    const one = t('chat.reactions.count', { count: 1, emoji: '🎉' });
    const two = t('chat.reactions.count', { count: 2, emoji: '🎉' });
    await chat.log.getByRole('button', { name: one, exact: true }).click();
    await chat.log.getByRole('button', { name: two, exact: true, pressed: true }).waitFor();
    await person.look('chat-reactions');
    await chat.log.getByRole('button', { name: two, exact: true }).click();
    await chat.log.getByRole('button', { name: one, exact: true, pressed: false }).waitFor();
  });

  await step('reacts with any emoji of the keyboard', async () => {
    await chat.choose(question, 'chat.reactions.action');
    await person.field('chat.reactions.other').fill('🦊');
    await person.button('chat.reactions.add').click();
    const fox = other.t('chat.reactions.count', { count: 1, emoji: '🦊' });
    await answers.log.getByRole('button', { name: fox, exact: true }).waitFor();
  });

  await step('changes what was answered, and the answer shows it', async () => {
    await chat.choose(question, 'app.edit');
    await chat.field.fill(`카페에서 만날까요 ${run}`);
    await chat.field.press('Enter');
    const quoted = { name: seojun.name, text: `카페에서 만날까요 ${run}` };
    const quote = other.t('chat.reply.describe', quoted);
    await answers.log.getByRole('button', { name: quote, exact: true }).waitFor();
  });

  await step('sends a file, which the other one saves', async () => {
    const chooser = page.waitForEvent('filechooser');
    await chat.attach('chat.composer.add_file');
    const buffer = Buffer.from('%PDF-1.7\n%%EOF');
    const name = `시간표 ${run}.pdf`;
    await (await chooser).setFiles({ name, mimeType: 'application/pdf', buffer });
    const uploading = page.getByLabel(t('chat.composer.uploading_file', { name }));
    await uploading.waitFor();
    await person.look('chat-file-tray');
    await uploading.waitFor({ state: 'detached' });
    await chat.field.press('Enter');
    const card = answers.log.getByRole('button', { name: new RegExp(name) });
    await card.waitFor();
    const saving = other.page.waitForEvent('download');
    await card.click();
    assert.equal((await saving).suggestedFilename(), name);
    await other.look('chat-file');
  });

  await step('speaks, and the other one hears it', async () => {
    await chat.attach('chat.composer.add_voice');
    await page.getByText(t('chat.voice.recording')).waitFor();
    await person.look('chat-recording');
    await page.waitForTimeout(1_500);
    await person.button('chat.voice.send').click();
    const time = /0:\d\d/;
    const play = answers.log.getByRole('button', { name: time });
    await play.waitFor();
    await other.look('chat-voice');
    await play.click();
    const bar = answers.log.getByRole('slider', { name: other.t('chat.voice.position') });
    await other.page.waitForFunction(
      (slider) => slider?.getAttribute('aria-valuenow') !== '0',
      await bar.elementHandle(),
    );
    await bar.press('ArrowLeft');
    await bar.press('ArrowRight');
  });

  await step('goes from an answer to what it answers, far above, and back', async () => {
    await fillRoom(`카페에서 만날까요 ${run}`);
    const phone = await enter({ language: 'ko', device: 'phone' });
    const fresh = new ChatPage(phone, sakura.name);
    await logIn(phone, seojun.email);
    await fresh.openFromList();
    await fresh.sees(`대답 ${run}`);
    const quoted = { name: t('chat.you'), text: `카페에서 만날까요 ${run}` };
    const quote = { name: t('chat.reply.describe', quoted) };
    await fresh.log.getByRole('button', quote).last().click();
    const original = fresh.log.getByText(`카페에서 만날까요 ${run}`, { exact: true }).first();
    await original.waitFor();
    await fresh.log.getByText(`메시지 1 ${run}`).waitFor();
    assert.equal(await fresh.log.getByText(`메시지 39 ${run}`).count(), 0);
    const { y } = (await original.boundingBox())!;
    assert.ok(y > 0 && y < 844, `it stands at ${y}`);
    await phone.look('chat-stretch');
    await phone.button('chat.to_end').click();
    await fresh.sees(`대답 ${run}`);
    await phone.leave();
  });

  await step('finds a Korean word inside of longer ones, and goes there', async () => {
    await person.go('/messages/search');
    await page.getByRole('searchbox').fill('페에');
    const hit = page.getByRole('link').filter({ hasText: `카페에서 만날까요 ${run}` });
    await hit.waitFor();
    await person.look('chat-search');
    await hit.click();
    const original = chat.log.getByText(`카페에서 만날까요 ${run}`, { exact: true }).first();
    await original.waitFor();
    await person.button('chat.to_end').waitFor();
  });

  await step('keeps a message, and reads it with its translation', async () => {
    await chat.choose(`카페에서 만날까요 ${run}`, 'chat.bookmarks.add');
    await page.getByText(t('chat.bookmarks.added')).waitFor();
    await person.go('/messages/bookmarks');
    const row = page.getByRole('button', { name: new RegExp(`카페에서 만날까요 ${run}`) }).first();
    await row.click();
    await person.link('chat.bookmarks.open').waitFor();
    await person.look('chat-bookmarks');
    await person.button('chat.bookmarks.remove_of', { text: `카페에서 만날까요 ${run}` }).click();
    await page.getByText(t('chat.bookmarks.none')).waitFor();
  });

  await step('goes to a day', async () => {
    await chat.openFromList();
    await person.button('chat.menu.open').click();
    await page.getByText(t('chat.date.action')).click();
    await person.field('chat.date.label').fill('2020-01-01');
    await person.look('chat-date');
    await person.button('chat.date.go').click();
    await chat.log.getByText(t('chat.beginning')).waitFor();
    await person.button('chat.to_end').click();
    await chat.sees(`대답 ${run}`);
  });

  await step('logs out everywhere else', async () => {
    const phone = await enter({ language: 'ko', device: 'phone' });
    await logIn(phone, seojun.email);
    await phone.go('/settings/sessions');
    await phone.page.getByText(t('members.settings.end_others')).click();
    await phone.look('settings-end-others');
    await phone.button('members.settings.end_session').last().click();
    await phone.page.getByText(t('members.settings.others_ended')).waitFor();
    // Each of the others asks once whether it may go on, and may not.
    person.tolerate(/401/);
    await person.link('auth.welcome.sign_up').waitFor();
  });
});

type Page = { items: { id: string; body: string }[] };

/** Forty long messages, and an answer to one from before them. */
async function fillRoom(answered: string): Promise<void> {
  const senders = [await ApiClient.logIn(seojun.email), await ApiClient.logIn(sakura.email)];
  const rooms = (await senders[0]!.ask('GET', '/rooms')) as {
    items: { id: string; member: { username: string } | null }[];
  };
  const room = rooms.items.find(({ member }) => member?.username === sakura.name)!;
  const path = `/rooms/${room.id}/messages`;
  const { items } = (await senders[0]!.ask('GET', path)) as Page;
  const send = (sender: number, body: string, reply_to_id: string | null = null) =>
    senders[sender]!.ask('POST', path, { client_id: randomUUID(), body, reply_to_id });
  for (let count = 0; count < 40; count += 1) {
    await send(count % 2, `메시지 ${count} ${run}\n·\n·\n·\n·\n·`);
  }
  await send(1, `대답 ${run}`, items.find(({ body }) => body === answered)!.id);
}

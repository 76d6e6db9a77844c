import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';

import { ApiClient } from '../api.ts';
import { journey } from '../journey.ts';
import { logIn } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { lucia, minji } from '../pages/demo.ts';
import { run } from '../site.ts';

const messages = '**/api/v1/rooms/*/messages';

journey('somebody who writes', async ({ enter, step }) => {
  const person = await enter({ language: 'ko', device: 'desktop' });
  const other = await enter({ language: 'es', device: 'phone' });
  const chat = new ChatPage(person, lucia.name);
  const answers = new ChatPage(other, minji.name);
  const { page, t } = person;

  await step('opens a conversation on both sides', async () => {
    await logIn(person, minji.email);
    await logIn(other, lucia.email);
    await chat.openFromList();
    await answers.openFromList();
  });

  await step('breaks a line with Shift and sends with Enter', async () => {
    await chat.field.fill(`한 줄 ${run}`);
    await chat.field.press('Shift+Enter');
    await page.keyboard.type('두 줄');
    await chat.field.press('Enter');
    await answers.log.getByText(`한 줄 ${run}\n두 줄`).waitFor();
    assert.equal(await chat.field.inputValue(), '');
  });

  await step('does not send a Korean word that is still being composed', async () => {
    await chat.field.focus();
    await compose(page, '안녕하세');
    await pressEnter(page);
    await page.waitForTimeout(500);
    assert.equal(await chat.field.inputValue(), '안녕하세');
    const typed = await page.context().newCDPSession(page);
    await typed.send('Input.insertText', { text: `안녕하세요 ${run}` });
    await pressEnter(page);
    await answers.sees(`안녕하세요 ${run}`);
    assert.deepEqual(await answers.order([`안녕하세요 ${run}`, '안녕하세']), [`안녕하세요 ${run}`]);
  });

  await step('is told how long a message may be', async () => {
    await chat.field.fill('가'.repeat(2001));
    await page.getByText(t('chat.composer.left', { count: 2001, max: 2000 })).waitFor();
    assert.equal(
      await page.getByLabel(t('chat.composer.send'), { exact: true }).getAttribute('aria-disabled'),
      'true',
    );
    await person.look('chat-too-long');
    await chat.field.fill('');
  });

  await step('keeps what has no answer yet, even when the page is loaded anew', async () => {
    person.tolerate(/ERR_FAILED/);
    await page.route(messages, (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await chat.write(`아직 없는 답 ${run}`);
    await page.getByText(t('chat.sending')).waitFor();
    await person.look('chat-sending');
    await page.reload();
    await chat.sees(`아직 없는 답 ${run}`);
    await page.unroute(messages);
    await answers.sees(`아직 없는 답 ${run}`);
    await page.getByText(t('chat.sending')).waitFor({ state: 'detached' });
    for (const side of [chat, answers]) {
      assert.equal((await side.order([`아직 없는 답 ${run}`])).length, 1);
    }
  });

  await step('decides about a message that the server refused', async () => {
    person.tolerate(/status of 403/);
    await page.route(messages, (route) => {
      const problem = {
        type: 'about:blank',
        title: '',
        status: 403,
        detail: '',
        code: 'cannot_message',
      };
      if (route.request().method() !== 'POST') return route.continue();
      return route.fulfill({ status: 403, contentType: 'application/problem+json', json: problem });
    });
    await chat.write(`거절된 말 ${run}`);
    await person.button('chat.failed.open').click();
    await page.getByText(t('chat.failed.reason.cannot_message')).waitFor();
    await person.look('chat-failed');
    await page.unroute(messages);
    await page.getByRole('menuitem', { name: t('chat.retry') }).click();
    await answers.sees(`거절된 말 ${run}`);
  });

  await step('changes a message and takes it back', async () => {
    await chat.write(`틀린 말 ${run}`);
    await answers.sees(`틀린 말 ${run}`);
    await chat.openMenuOf(`틀린 말 ${run}`);
    await page.getByRole('menuitem', { name: t('app.edit') }).click();
    await chat.field.fill(`맞는 말 ${run}`);
    await person.look('chat-editing');
    await chat.field.press('Enter');
    await answers.sees(`맞는 말 ${run}`);
    await chat.openMenuOf(`맞는 말 ${run}`);
    await page.getByRole('menuitem', { name: t('app.delete') }).click();
    await person.button('app.delete').click();
    await answers.log.getByText(`맞는 말 ${run}`).waitFor({ state: 'detached' });
    await answers.sees(other.t('chat.deleted'));
    assert.deepEqual(await answers.order([`틀린 말 ${run}`]), []);
  });

  await step('reads back through the history without a jump', async () => {
    await fillRoom();
    await page.reload();
    await chat.sees(`메시지 39 ${run}`);
    await chat.log.focus();
    await page.keyboard.press('Home');
    await chat.sees(`메시지 3 ${run}`);
    const line = chat.log.getByText(`메시지 12 ${run}`, { exact: true });
    await line.scrollIntoViewIfNeeded();
    const before = await line.boundingBox();
    await page.waitForTimeout(1_000);
    assert.deepEqual(await line.boundingBox(), before);
    await person.look('chat-history');
    await answers.write(`nuevo ${run}`);
    await person.button('chat.new_messages').click();
    await chat.log.getByText(`nuevo ${run}`).waitFor();
  });
});

/** What an input method does while a word is not finished. */
async function compose(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const end = text.length;
  await session.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
}

async function pressEnter(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}

/** Forty messages, twenty of each: more than one page of history. */
async function fillRoom(): Promise<void> {
  const senders = [await ApiClient.logIn(minji.email), await ApiClient.logIn(lucia.email)];
  const { items } = (await senders[0]!.ask('GET', '/rooms')) as {
    items: { id: string; member: { username: string } }[];
  };
  const room = items.find(({ member }) => member.username === lucia.name)!;
  for (let count = 0; count < 40; count += 1) {
    const body = { client_id: randomUUID(), body: `메시지 ${count} ${run}`, media_ids: [] };
    await senders[count % 2]!.ask('POST', `/rooms/${room.id}/messages`, body);
  }
}

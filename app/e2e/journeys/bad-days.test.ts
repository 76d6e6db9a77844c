import assert from 'node:assert/strict';

import type { Page } from 'playwright-core';

import { journey } from '../journey.ts';
import { logIn } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { lucia, minji } from '../pages/demo.ts';
import { run } from '../site.ts';

const refused = {
  title: 'No translation for this text',
  detail: `No key here ${run}.`,
  code: 'translation_unavailable_without_key',
};

journey('days on which not everything works', async ({ enter, step }) => {
  const person = await enter({ language: 'en', device: 'phone', theme: 'both' });
  const { page, t } = person;
  const retry = () => person.button('app.retry').click();
  // What is cut off below is reported by the browser, too.
  person.tolerate(/ERR_FAILED|AsyncRequireError|status of (409|422|503)|503 http/);

  await step('the code of a page does not come, and comes when it is asked for again', async () => {
    await logIn(person, minji.email);
    await cutOff(page, '**/_expo/static/js/web/notifications-*.js');
    await page.getByRole('link', { name: new RegExp(`^${t('notifications.title')}`) }).click();
    await person.heading('errors.network.title').waitFor();
    await person.look('page-lost');
    await page.unrouteAll();
    await retry();
    await person.heading('notifications.title').waitFor();
    await page.getByRole('list').waitFor();
  });

  await step('the server is busy', async () => {
    await page.route('**/api/v1/connect/friends*', (route) =>
      route.fulfill({ status: 503, headers: { 'Retry-After': '0' }, body: '{}' }),
    );
    await person.go('/connect/friends');
    await page.getByRole('alert').waitFor();
    await person.look('list-failed');
    await page.unrouteAll();
    await retry();
    await page.getByRole('list').getByRole('link', { name: lucia.name }).waitFor();
  });

  await step('a picture is none', async () => {
    await person.go('/posts/new?board=free');
    const chooser = page.waitForEvent('filechooser');
    await person.button('community.editor.add_pictures').click();
    const buffer = Buffer.from('no picture at all');
    await (await chooser).setFiles([{ name: 'tower.jpg', mimeType: 'image/jpeg', buffer }]);
    await page.getByText(t('errors.upload.not_an_image')).waitFor();
    await person.look('picture-refused');
    await person.button('community.editor.remove_picture', { number: 1 }).click();
    await page.getByText(t('errors.upload.not_an_image')).waitFor({ state: 'detached' });
  });

  await step('nobody translates, which is told once', async () => {
    await page.route('**/api/v1/translations', (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', json: refused }),
    );
    const chat = new ChatPage(person, lucia.name);
    await chat.openFromList();
    await chat.alwaysTranslate();
    await page.getByText(refused.detail).waitFor();
    await person.look('chat-untranslated');
    await page.getByText(t('chat.translate.show'), { exact: true }).last().click();
    await page.getByText(t('chat.translate.busy')).waitFor({ state: 'detached' });
    await page.waitForLoadState('networkidle');
    assert.equal(await page.getByText(refused.detail).count(), 1);
    await page.unrouteAll();
    await page.getByRole('switch', { name: t('chat.always_translate.on') }).click();
    await page.getByRole('switch', { name: t('chat.always_translate.off') }).waitFor();
  });

  await step('a script that nobody allowed is refused, and noticed by this test', async () => {
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.wasRun = true';
      document.head.append(script);
    });
    assert.equal(await page.evaluate(() => 'wasRun' in window), false);
    assert.ok(person.seriousProblems().some((problem) => /policy: script-src/.test(problem)));
    person.tolerate(/policy: script-src|Content Security Policy/);
  });

  await step('the server is not there when the page is opened', async () => {
    await cutOff(page, '**/api/v1/auth/refresh');
    await page.reload();
    await person.heading('app.unreachable.title').waitFor();
    await person.look('unreachable');
    await page.unrouteAll();
    await retry();
    await page.getByRole('log').waitFor();
  });
});

function cutOff(page: Page, addresses: string): Promise<unknown> {
  return page.route(addresses, (route) => route.abort());
}

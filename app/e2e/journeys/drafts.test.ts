import assert from 'node:assert/strict';

import { untilKept } from '../browser-storage.ts';
import { journey } from '../journey.ts';
import { logIn } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { lucia, minji } from '../pages/demo.ts';
import type { Person } from '../person.ts';
import { pictureFile, run } from '../site.ts';

const announcements = '**/api/v1/media';

journey('somebody whose page is gone in the middle of it', async ({ enter, step }) => {
  const person = await enter({ language: 'en' });
  const { page, t } = person;
  const chat = new ChatPage(person, lucia.name);

  await step('logs in', async () => {
    await logIn(person, minji.email);
  });

  await step(
    'finds words and pictures of a message again, also one that was uploading',
    async () => {
      await chat.openFromList();
      await chat.choosePictures([pictureFile('lake.jpg')]);
      await chat.waitForUploads();
      await holdUploads(person);
      await chat.choosePictures([pictureFile('tower.jpg')]);
      await chat.field.fill(`two views ${run}`);
      await page.getByLabel(t('chat.composer.uploading')).waitFor();
      await person.look('chat-uploading');
      await untilKept(person, `two views ${run}`);
      await loadAnew(person);
      await person.button('chat.composer.remove_picture', { number: 2 }).waitFor();
      assert.equal(await chat.field.inputValue(), `two views ${run}`);
      await chat.waitForUploads();
      await chat.field.press('Enter');
      await chat.sees(`two views ${run}`);
      await person.button('chat.own_picture', { number: 2 }).last().waitFor();
      await page.reload();
      await chat.sees(`two views ${run}`);
      assert.equal(await chat.field.inputValue(), '');
      assert.equal(await page.getByRole('group', { name: t('chat.composer.pictures') }).count(), 0);
    },
  );

  await step('finds a post again, with the picture that was uploading', async () => {
    const [title, body] = [`A lake ${run}`, `Half an hour by bus (${run}).`];
    await person.go('/posts/new?board=free');
    await person.field('community.editor.title').fill(title);
    await person.field('community.editor.body').fill(body);
    await holdUploads(person);
    const chooser = page.waitForEvent('filechooser');
    await person.button('community.editor.add_pictures').click();
    await (await chooser).setFiles([pictureFile('lake.jpg')]);
    await page.getByLabel(t('community.editor.uploading')).waitFor();
    await untilKept(person, body);
    await loadAnew(person);
    await page.getByText(t('community.editor.draft')).waitFor();
    await person.button('community.editor.remove_picture', { number: 1 }).waitFor();
    await page.getByLabel(t('community.editor.uploading')).waitFor({ state: 'detached' });
    await person.look('post-draft');
    await person.button('community.editor.publish').click();
    await person.page.getByRole('heading', { name: title }).waitFor();
    await person.button('community.post.picture', { number: 1 }).waitFor();
    await person.go('/posts/new?board=free');
    await person.button('community.editor.publish').waitFor();
    assert.equal(await person.field('community.editor.title').inputValue(), '');
    assert.equal(await person.button('community.editor.remove_picture', { number: 1 }).count(), 0);
  });
});

/** From now on the answer to the announcement of a picture stays out. */
async function holdUploads({ page }: Person): Promise<void> {
  await page.route(announcements, () => {});
}

async function loadAnew({ page }: Person): Promise<void> {
  await page.unroute(announcements);
  await page.reload();
}

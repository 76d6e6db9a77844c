import assert from 'node:assert/strict';

import { password } from '../api.ts';
import { journey } from '../journey.ts';
import { chooseCountry, logOutOfOnboarding, onboard } from '../pages/account.ts';
import type { Person } from '../person.ts';
import { codeFor, mailsTo, run } from '../site.ts';

journey('a student from Lyon on her first day', async ({ enter, step }) => {
  const email = `chloe.${run}@kookmin.ac.kr`;
  const profile = {
    nickname: `Chloé${run}`,
    bio: 'Just landed. Where do you get good bread?',
    country: 'FR',
    mbti: null,
    hobbies: ['travel', 'restaurants', 'photography'],
    speaks: 'fr',
    learns: 'ko',
  };
  const chloe = await enter({ language: 'en', device: 'phone' });
  const { page, t } = chloe;

  await step('is told where her password is too easy', async () => {
    chloe.tolerate(/status of 422/);
    await chloe.go('/sign-up');
    await chloe.field('auth.email').fill(email);
    await chloe.field('auth.password').fill('password1');
    await chloe.field('auth.password').press('Enter');
    await page.getByRole('alert').waitFor();
    assert.equal(await page.getByRole('alert').count(), 1);
    await chloe.look('sign-up-refused');
  });

  await step('gets one code, however often she clicks', async () => {
    const sent = requestsOf(chloe, /\/auth\/(sign-up|verify-email)$/);
    await chloe.field('auth.password').fill(password);
    await chloe.button('auth.sign_up.send').dblclick();
    await chloe.heading('auth.verify.title').waitFor();
    await chloe.field('auth.code').fill(await codeFor(email));
    await chloe.button('auth.verify.send').dblclick();
    await chloe.heading('onboarding.nickname.title').waitFor();
    assert.deepEqual(sent, ['POST sign-up', 'POST verify-email']);
    assert.equal((await mailsTo(email)).length, 1);
  });

  await step('answers one step at a time, however often she clicks', async () => {
    const sent = requestsOf(chloe, /\/api\/v1\/me$/);
    await chloe.field('members.nickname.label').fill(profile.nickname);
    await page.getByText(t('members.nickname.available')).waitFor();
    await chloe.button('app.next').dblclick();
    await chloe.heading('onboarding.profile.title').waitFor();
    await chooseCountry(chloe, profile.country);
    await chloe.button('app.next').dblclick();
    await chloe.heading('onboarding.mbti.title').waitFor();
    assert.deepEqual(sent, ['PATCH me', 'PATCH me']);
  });

  await step('goes on where she was when the page is loaded anew', async () => {
    await page.reload();
    await chloe.heading('onboarding.mbti.title').waitFor();
    await chloe.go('/');
    await chloe.heading('onboarding.mbti.title').waitFor();
  });

  await step('goes on there in the library, after a wrong password', async () => {
    const library = await enter({ language: 'en', device: 'desktop' });
    library.tolerate(/status of 401/);
    await library.go('/login');
    await library.field('auth.email').fill(email);
    await library.field('auth.password').fill('not my password');
    await library.button('auth.login.send').click();
    await library.page.getByRole('alert').waitFor();
    await library.look('login-refused');
    await library.field('auth.password').fill(password);
    await library.field('auth.password').press('Enter');
    await library.heading('onboarding.mbti.title').waitFor();
    await library.button('app.back').click();
    await library.heading('onboarding.profile.title').waitFor();
    await library.button('app.next').click();
    await library.heading('onboarding.mbti.title').waitFor();
    await logOutOfOnboarding(library);
  });

  await step('is welcome, and finds out that nothing is there yet', async () => {
    await onboard(chloe, profile, 'mbti');
    for (const [name, path] of Object.entries(emptyPages)) {
      await chloe.go(path);
      await chloe.look(name);
    }
  });
});

const emptyPages = {
  'chats-empty': '/chat',
  'friends-empty': '/connect/friends',
  'requests-empty': '/connect/requests',
  'notifications-empty': '/notifications',
  'my-posts-empty': '/activity/posts',
  'my-comments-empty': '/activity/comments',
  'my-likes-empty': '/activity/likes',
  'my-bookmarks-empty': '/activity/bookmarks',
};

/** Which of these requests a person's page sends from now on. */
function requestsOf({ page }: Person, url: RegExp): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'GET' || !url.test(request.url())) return;
    sent.push(`${request.method()} ${request.url().split('/').at(-1)}`);
  });
  return sent;
}

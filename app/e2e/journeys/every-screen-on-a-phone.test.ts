import assert from 'node:assert/strict';

import { journey } from '../journey.ts';
import { logOut, onboard, signUp } from '../pages/account.ts';
import { lookInside, outside, visit } from '../pages/every-page.ts';
import { routes } from '../routes.ts';
import { run } from '../site.ts';

journey('every screen, on a phone', async ({ enter, step }) => {
  const person = await enter({ language: 'en', device: 'phone', theme: 'both' });
  await step('outside', () => visit(person, outside));
  await step('on the way in', async () => {
    await signUp(person, `ines.${run}@kookmin.ac.kr`);
    await onboard(person, newcomer);
    await logOut(person);
  });
  await step('inside', () => lookInside(person));
  await step('none is left out', async () => {
    assert.deepEqual(
      routes.filter((route) => !person.seenRoutes.has(route)),
      [],
      'pages of src/app without a picture: visit them here',
    );
  });
});

const newcomer = {
  nickname: `Inés${run}`,
  bio: 'Hello!',
  country: 'FR',
  mbti: 'INTJ',
  hobbies: ['music'],
  speaks: 'en',
  learns: 'ko',
};

import { password } from '../api.ts';
import { journey } from '../journey.ts';
import { press, tabTo, write } from '../keys.ts';
import { ChatPage } from '../pages/chat.ts';
import { codeFor, run } from '../site.ts';

/** The mouse stays in its drawer: only keys are pressed, from the first page to a post. */
journey('somebody without a mouse', async ({ enter, step }) => {
  const email = `yuna.${run}@kookmin.ac.kr`;
  const person = await enter({ language: 'en', device: 'desktop', examine: false });
  const { page, t } = person;
  const next = () => press(person, person.button('app.next'));

  await step('signs up', async () => {
    await person.go('/welcome');
    await press(person, person.button('app.language'));
    await press(person, page.getByRole('radio', { name: 'English' }), 'Space');
    await press(person, person.link('auth.welcome.sign_up'));
    await write(person, person.field('auth.email'), email);
    await write(person, person.field('auth.password'), password);
    await page.keyboard.press('Enter');
    await person.heading('auth.verify.title').waitFor();
    await write(person, person.field('auth.code'), await codeFor(email));
    await page.keyboard.press('Enter');
  });

  await step('tells who she is', async () => {
    await person.heading('onboarding.nickname.title').waitFor();
    await write(person, person.field('members.nickname.label'), `Yuna${run}`);
    await page.getByText(t('members.nickname.available')).waitFor();
    await next();
    await person.heading('onboarding.profile.title').waitFor();
    await press(person, page.getByRole('button', { name: t('members.country.label') }));
    await write(person, person.field('app.search'), 'Japan');
    await press(person, page.getByRole('button', { name: 'Japan', exact: true }));
    await next();
    await person.heading('onboarding.mbti.title').waitFor();
    await press(person, page.getByRole('radio', { name: 'INTP', exact: true }), 'Space');
    await page.getByRole('radio', { name: 'INTP', exact: true, checked: true }).waitFor();
    await next();
    await person.heading('onboarding.hobbies.title').waitFor();
    const reading = { name: t('choices.hobby.reading'), exact: true };
    await press(person, page.getByRole('checkbox', reading), 'Space');
    await page.getByRole('checkbox', { ...reading, checked: true }).waitFor();
    await next();
    await person.heading('onboarding.languages.title').waitFor();
    await press(person, person.button('members.languages.add_speaks'));
    await press(person, person.button('choices.language.ja'));
    await next();
    await press(person, person.button('onboarding.done.start'));
  });

  await step('writes to somebody whom she finds', async () => {
    const menu = page.getByRole('navigation');
    await press(person, menu.getByRole('link', { name: t('app.tabs.connect') }));
    await write(person, person.field('connect.search.label'), 'Lucía');
    await press(person, page.getByRole('list').getByRole('link', { name: 'Lucía' }).first());
    await press(person, person.button('connect.message'));
    const chat = new ChatPage(person, 'Lucía');
    await chat.log.waitFor();
    await write(person, chat.field, `Hola, Lucía ${run}`);
    await page.keyboard.press('Enter');
    await chat.sees(`Hola, Lucía ${run}`);
    await press(person, person.button('chat.menu.open'));
    await tabTo(person, page.getByRole('switch', { name: t('chat.menu.mute') }));
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: t('chat.menu.mute'), checked: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  await step('publishes a post', async () => {
    const menu = page.getByRole('navigation');
    await press(person, menu.getByRole('link', { name: t('app.tabs.community') }));
    const board = t('community.boards.free');
    await press(person, page.getByRole('link', { name: t('community.more_of', { board }) }));
    await press(person, person.button('community.write').first());
    await write(person, person.field('community.editor.title'), `Without a mouse ${run}`);
    await write(person, person.field('community.editor.body'), 'It works.');
    await press(
      person,
      page.getByRole('switch', { name: t('community.editor.anonymous') }),
      'Space',
    );
    await press(person, person.button('community.editor.publish'));
    await page.getByText(t('community.editor.published')).waitFor();
    await page
      .getByRole('heading', { name: `Without a mouse ${run}` })
      .first()
      .waitFor();
    await page.getByText(t('community.anonymous'), { exact: true }).first().waitFor();
    await person.look('post-by-keyboard');
  });
});

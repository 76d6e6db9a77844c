import { journey } from '../journey.ts';
import { logIn } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { lucia, minji } from '../pages/demo.ts';

/** What the README shows. `make overview` tells this story alone, on a campus where nobody else has been yet. */
journey('the demo campus, as the README shows it', async ({ enter, step }) => {
  const person = await enter({ language: 'ko', device: 'phone', examine: false });

  await step('people to meet, a conversation across languages, the boards', async () => {
    await logIn(person, minji.email);
    await person.go('/');
    await person.look('showcase-home');
    const chat = new ChatPage(person, lucia.name);
    await chat.openFromList();
    await chat.alwaysTranslate();
    await person.page.getByText(person.t('chat.translate.original')).first().waitFor();
    await person.look('showcase-room');
    await person.page.getByRole('switch', { name: person.t('chat.always_translate.on') }).click();
    await person.page
      .getByRole('switch', { name: person.t('chat.always_translate.off') })
      .waitFor();
    await person.go('/community');
    await person.look('showcase-community');
  });
});

import { journey } from '../journey.ts';
import { logIn } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { minji } from '../pages/demo.ts';

/** Of the demo campus; she wrote with Minji, and no other story needs the two. */
const name = 'Chloé';

journey('two who are hidden from each other for a while', async ({ enter, step }) => {
  const person = await enter({ language: 'en', device: 'phone' });
  const { page, t } = person;
  const chat = new ChatPage(person, name);
  let room = '';

  await step('reports her', async () => {
    await logIn(person, minji.email);
    await chat.openFromList();
    room = new URL(page.url()).pathname;
    await person.button('chat.menu.open').click();
    await person.button('moderation.report.title.member').click();
    await page.getByRole('radio', { name: t('choices.report_reason.impersonation') }).click();
    await person.field('moderation.report.note').fill('Not who she says she is.');
    await person.look('report');
    await person.button('moderation.report.send').click();
    await page.getByText(t('moderation.report.sent')).waitFor();
  });

  await step('blocks her, and the conversation is over', async () => {
    person.tolerate(/status of 404/);
    await person.button('chat.menu.open').click();
    await person.button('moderation.block.action').click();
    await person.look('block');
    await person.button('moderation.block.action').last().click();
    await person.heading('chat.gone.title').first().waitFor();
    await person.go(room);
    await person.heading('chat.gone.title').first().waitFor();
    await person.look('room-gone');
    await person.button('chat.gone.reopen').click();
    await page.getByRole('status').filter({ hasText: /./ }).first().waitFor();
  });

  await step('unblocks her, and finds the conversation under its address', async () => {
    await person.go('/settings/blocked');
    await person.button('moderation.unblock.action').click();
    await person.look('unblock');
    await person.button('moderation.unblock.action').last().click();
    await page.getByText(t('moderation.blocked.empty.title')).waitFor();
    await person.go(room);
    await person.button('chat.gone.reopen').click();
    await chat.log.waitFor();
    await page.getByText(t('chat.system.member_joined_own')).first().waitFor();
    await person.look('room-reopened');
  });
});

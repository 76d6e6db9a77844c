import { journey } from '../journey.ts';
import { logIn } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { haeun, mateo, olivia, xiaotong } from '../pages/demo.ts';
import { GroupPage } from '../pages/groups.ts';
import { run } from '../site.ts';

journey('a group that finds its people', async ({ enter, step }) => {
  const name = `영화 모임 ${run}`;
  const renamed = `심야 영화 ${run}`;
  const owner = await enter({ language: 'ko', device: 'desktop' });
  const first = await enter({ language: 'es', device: 'phone', theme: 'dark' });
  const second = await enter({ language: 'en', device: 'phone' });
  const hers = new GroupPage(owner, name);
  const his = new GroupPage(first, name);
  const another = new GroupPage(second, name);
  const [ownerChat, firstChat, secondChat] = [owner, first, second].map(
    (person) => new ChatPage(person, name),
  ) as [ChatPage, ChatPage, ChatPage];
  let link = '';

  await step('is made, after a look at how others will see it', async () => {
    await logIn(owner, haeun.email);
    await hers.create({
      name,
      description: '한 달에 두 번, 같이 보고 이야기해요.',
      topic: 'movies',
      language: 'ko',
    });
    await hers.tells('room_created_own');
  });

  await step('is found and joined by two', async () => {
    await logIn(first, mateo.email);
    await his.findAndJoin();
    await logIn(second, olivia.email);
    await another.findAndJoin();
    await hers.tells('member_joined', { name: mateo.name });
    await hers.tells('member_joined', { name: olivia.name });
    await another.tells('member_joined_own');
  });

  await step('talks, and everybody sees how many have read it', async () => {
    await ownerChat.write(`토요일 어때요? ${run}`);
    await firstChat.sees(`토요일 어때요? ${run}`);
    await secondChat.sees(`토요일 어때요? ${run}`);
    await ownerChat.log.getByText(owner.t('chat.read_by', { count: 2 })).waitFor();
    await firstChat.write(`Me viene bien ${run}`);
    await secondChat.sees(`Me viene bien ${run}`);
    await owner.look('group-chat');
    await second.look('group-chat');
  });

  await step('gets a moderator, who removes somebody', async () => {
    await hers.openPage();
    await owner.look('group-page');
    await hers.withMember(mateo.name, 'groups.promote');
    await his.tells('member_promoted_own');
    await his.openPage();
    await first.look('group-page');
    await his.report();
    second.tolerate(/404/);
    await his.withMember(olivia.name, 'groups.remove.action', true);
    await second.page.getByText(second.t('groups.join.removed_text')).waitFor();
    await second.look('group-removed');
  });

  await step('makes a link, which brings back who was removed', async () => {
    await owner.page.goto(owner.page.url() + '/invites');
    link = await hers.makeLink();
    await owner.look('group-invites');
    await second.page.goto(link);
    await second.page.getByText(second.t('groups.join.invited_text')).waitFor();
    await second.look('group-invited');
    await second.button('groups.join.accept').click();
    await another.log.waitFor();
    await another.tells('member_joined_own');
  });

  await step('invites a friend by name, who is told about it', async () => {
    await owner.button('groups.invites.invite_name', { name: xiaotong.name }).click();
    const friend = await enter({ language: 'zh', device: 'phone' });
    await logIn(friend, xiaotong.email);
    await friend.go('/notifications');
    await friend.page.getByRole('list').getByRole('link', { name }).first().click();
    await friend.button('groups.join.accept').click();
    await new GroupPage(friend, name).log.waitFor();
    await friend.leave();
  });

  await step('changes its name before the eyes of everybody', async () => {
    await owner.page.goto(owner.page.url().replace(/invites$/, 'edit'));
    await owner.field('groups.form.name').fill(renamed);
    await owner.look('group-edit');
    await owner.button('app.save').click();
    await another.tells('renamed', { actor: haeun.name, title: renamed });
    await second.page.getByRole('heading', { name: renamed }).waitFor();
  });

  await step('is handed over, left and closed', async () => {
    await hers.members.waitFor();
    await hers.withMember(mateo.name, 'groups.hand_over.action', true);
    await another.tells('owner_changed', { name: mateo.name });
    // Who leaves may have asked for something of the group in the same moment.
    owner.tolerate(/404/);
    await owner.button('chat.menu.leave').click();
    await owner.look('group-leave');
    await owner.button('chat.leave.confirm').last().click();
    await another.tells('member_left', { name: haeun.name });
    await first.button('groups.close.action').click();
    await first.look('group-close');
    first.tolerate(/404/);
    await first.button('groups.close.action').last().click();
    await second.page.getByText(second.t('groups.gone.text')).waitFor();
    await second.look('group-gone');
  });
});

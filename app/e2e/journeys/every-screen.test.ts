import { ApiClient } from '../api.ts';
import { journey } from '../journey.ts';
import { logIn } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { lucia, minji } from '../pages/demo.ts';
import type { Person } from '../person.ts';
import type { Language } from '../texts.ts';

/** The pages that say most about Dife. */
const main = {
  home: '/',
  connect: '/connect',
  chats: '/chat',
  community: '/community',
  board: '/boards/tip',
  me: '/me',
} as const;

const others = {
  'board-free': '/boards/free',
  'post-new': '/posts/new?board=free',
  search: '/boards/search',
  friends: '/connect/friends',
  requests: '/connect/requests',
  notifications: '/notifications',
  'profile-edit': '/profile-edit',
  settings: '/settings',
  'settings-language': '/settings/language',
  'settings-notifications': '/settings/notifications',
  'settings-password': '/settings/password',
  'settings-sessions': '/settings/sessions',
  'settings-blocked': '/settings/blocked',
  'my-posts': '/activity/posts',
  'my-comments': '/activity/comments',
  'my-likes': '/activity/likes',
  'my-bookmarks': '/activity/bookmarks',
  'not-found': '/there/is/no/such/page',
} as const;

const outside = {
  welcome: '/welcome',
  login: '/login',
  'sign-up': '/sign-up',
  'reset-password': '/reset-password',
} as const;

journey('every screen, on a phone', async ({ enter, step }) => {
  await speak('en');
  const person = await enter({ language: 'en', device: 'phone' });
  await step('outside', () => visit(person, outside));
  await step('inside', async () => {
    await logIn(person, minji.email);
    await visit(person, { ...main, ...others });
    await openRoom(person);
    await openPost(person);
    await openMember(person);
  });
  await person.keepOverview(['home', 'room', 'community']);
});

journey('every screen, on a desktop', async ({ enter, step }) => {
  await speak('ko');
  const person = await enter({ language: 'ko', device: 'desktop', examine: false });
  await step('outside', () => visit(person, outside));
  await step('inside', async () => {
    await logIn(person, minji.email);
    await visit(person, { ...main, ...others });
    await openRoom(person);
    await openPost(person);
    await openMember(person);
  });
});

const inTheDark = [
  { language: 'ja', device: 'phone', examine: true },
  { language: 'zh', device: 'phone', examine: false },
  { language: 'es', device: 'desktop', examine: false },
] as const;

for (const setting of inTheDark) {
  journey(`the main screens in the dark, in ${setting.language}`, async ({ enter, step }) => {
    await speak(setting.language);
    const person = await enter({ ...setting, theme: 'dark' });
    await step('inside', async () => {
      await logIn(person, minji.email);
      await visit(person, main);
      await openRoom(person);
      await openPost(person);
    });
  });
}

/** The account's language wins over the browser's. */
async function speak(locale: Language): Promise<void> {
  const minjisPhone = await ApiClient.logIn(minji.email);
  await minjisPhone.ask('PATCH', '/me', { locale });
}

async function visit(person: Person, pages: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    await person.go(path);
    await person.page.getByRole('main').first().waitFor();
    await person.look(name);
  }
}

async function openRoom(person: Person): Promise<void> {
  const chat = new ChatPage(person, lucia.name);
  await chat.openFromList();
  await person.look('room');
  await person.button('chat.menu.open').click();
  await person.look('room-menu');
  await person.page.keyboard.press('Escape');
}

async function openPost(person: Person): Promise<void> {
  await person.go('/boards/tip');
  const list = person.page.getByRole('list');
  await list.getByRole('link').first().click();
  await person.field('community.comment.field').waitFor();
  await person.look('post');
}

async function openMember(person: Person): Promise<void> {
  await person.go('/connect/friends');
  await person.page.getByRole('list').getByRole('link', { name: lucia.name }).click();
  await person.page.getByRole('heading', { name: lucia.name }).first().waitFor();
  await person.look('member');
}

import { logIn } from './account.ts';
import { ChatPage } from './chat.ts';
import { lucia, minji, walks } from './demo.ts';
import { GroupPage } from './groups.ts';
import type { Person } from '../person.ts';

/** The pages that say most about Dife. */
export const main = {
  home: '/',
  connect: '/connect',
  chats: '/chat',
  groups: '/groups',
  community: '/community',
  board: '/boards/tip',
  me: '/me',
} as const;

const others = {
  'board-free': '/boards/free',
  'post-new': '/posts/new?board=free',
  search: '/boards/search',
  'group-new': '/groups/new',
  friends: '/connect/friends',
  requests: '/connect/requests',
  'messages-search': '/messages/search',
  'messages-bookmarks': '/messages/bookmarks',
  notifications: '/notifications',
  'profile-edit': '/profile-edit',
  settings: '/settings',
  'settings-language': '/settings/language',
  'settings-notifications': '/settings/notifications',
  'settings-email': '/settings/email',
  'settings-password': '/settings/password',
  'settings-sessions': '/settings/sessions',
  'settings-blocked': '/settings/blocked',
  'my-posts': '/activity/posts',
  'my-comments': '/activity/comments',
  'my-likes': '/activity/likes',
  'my-bookmarks': '/activity/bookmarks',
  'not-found': '/there/is/no/such/page',
} as const;

export const outside = {
  welcome: '/welcome',
  login: '/login',
  'sign-up': '/sign-up',
  'reset-password': '/reset-password',
} as const;

export async function lookInside(person: Person): Promise<void> {
  await logIn(person, minji.email);
  await visit(person, { ...main, ...others });
  await openRoom(person);
  await openGroup(person);
  await openPost(person);
  await openOwnPost(person);
  await openMember(person);
}

export async function visit(person: Person, pages: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    await person.go(path);
    await person.look(name);
    // Beside every page of a member a desktop has the main menu, which shows where one is.
    const isInside = person.device === 'desktop' && !(name in outside) && name !== 'not-found';
    if (isInside)
      await person.page
        .locator('nav [aria-current=page], [role=navigation] [aria-current=page]')
        .first()
        .waitFor();
  }
}

export async function openRoom(person: Person): Promise<void> {
  const chat = new ChatPage(person, lucia.name);
  await chat.openFromList();
  await person.look('room');
  await person.button('chat.menu.open').click();
  await person.look('room-menu');
  await person.page.keyboard.press('Escape');
}

async function openGroup(person: Person): Promise<void> {
  const group = new GroupPage(person, walks);
  await person.go('/groups');
  await person.button('groups.filter.open').click();
  await person.look('group-filter');
  await person.page.keyboard.press('Escape');
  await new ChatPage(person, walks).openFromList();
  await person.look('group-chat');
  await group.openPage();
  await person.look('group-page');
  const page = new URL(person.page.url()).pathname;
  const invitation = page.replace('groups', 'join') + '/of-long-ago';
  await visit(person, {
    'group-edit': `${page}/edit`,
    'group-invites': `${page}/invites`,
    'group-link': invitation,
  });
}

export async function openPost(person: Person): Promise<void> {
  await person.go('/boards/tip');
  const list = person.page.getByRole('list');
  await list.getByRole('link').first().click();
  await person.field('community.comment.field').waitFor();
  await person.look('post');
}

async function openOwnPost(person: Person): Promise<void> {
  await person.go('/activity/posts');
  await person.page.getByRole('list').getByRole('link').first().click();
  await person.button('community.post.menu').click();
  await person.look('post-menu');
  await person.page.getByRole('menuitem', { name: person.t('community.post.edit') }).click();
  await person.field('community.editor.title').waitFor();
  await person.look('post-edit');
}

async function openMember(person: Person): Promise<void> {
  await person.go('/connect/friends');
  await person.page.getByRole('list').getByRole('link', { name: lucia.name }).click();
  await person.page.getByRole('heading', { name: lucia.name }).first().waitFor();
  await person.look('member');
}

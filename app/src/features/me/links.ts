import type { Href } from 'expo-router';
import type { TFunction } from 'i18next';

import type { IconName } from '@/ui/icon-paths';

type MeLink = { name: string; label: (t: TFunction) => string; icon: IconName; href: Href };

/** Pages of other parts about the member's own doings; each part adds its own lines. */
export const meLinks: readonly MeLink[] = [
  {
    name: 'friends',
    label: (t) => t('connect.friends.title'),
    icon: 'people',
    href: '/connect/friends',
  },
  {
    name: 'posts',
    label: (t) => t('community.mine.posts'),
    icon: 'board',
    href: '/activity/posts',
  },
  {
    name: 'comments',
    label: (t) => t('community.mine.comments'),
    icon: 'reply',
    href: '/activity/comments',
  },
  {
    name: 'likes',
    label: (t) => t('community.mine.likes'),
    icon: 'heart-outline',
    href: '/activity/likes',
  },
  {
    name: 'bookmarks',
    label: (t) => t('community.mine.bookmarks'),
    icon: 'bookmark-outline',
    href: '/activity/bookmarks',
  },
  {
    name: 'message-bookmarks',
    label: (t) => t('chat.bookmarks.title'),
    icon: 'chat',
    href: '/messages/bookmarks',
  },
];

import type { Href } from 'expo-router';

import type { IconName } from '@/ui/icon-paths';

export type Tab = {
  name: 'chat' | 'connect' | 'home' | 'community' | 'me';
  href: Href;
  icon: IconName;
};

/** The order of the tab bar; each name is also its text `app.tabs.<name>`. */
export const tabs: readonly Tab[] = [
  { name: 'chat', href: '/chat' as Href, icon: 'chat' },
  { name: 'connect', href: '/connect', icon: 'people' },
  { name: 'home', href: '/', icon: 'home' },
  { name: 'community', href: '/community', icon: 'board' },
  { name: 'me', href: '/me', icon: 'person' },
];

/** Pages that need the whole height of a phone: an opened conversation has the keyboard where the bar would be. */
const wholeHeight = /^\/chat\/[^/]+/;

export function needsWholeHeight(pathname: string): boolean {
  return wholeHeight.test(pathname);
}

import type { Href } from 'expo-router';

import type { IconName } from '@/ui/icon-paths';

type Tab = { name: 'chat' | 'connect' | 'home' | 'community' | 'me'; href: Href; icon: IconName };

/** The order of the tab bar; each name is also its text `app.tabs.<name>`. */
export const tabs: readonly Tab[] = [
  { name: 'home', href: '/', icon: 'home' },
  { name: 'me', href: '/me', icon: 'person' },
];

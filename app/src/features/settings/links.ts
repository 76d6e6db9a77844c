import type { Href } from 'expo-router';
import type { TFunction } from 'i18next';

import type { IconName } from '@/ui/icon-paths';

type SettingsLink = { name: string; label: (t: TFunction) => string; icon: IconName; href: Href };

/** Pages of other parts that belong to the settings; each part adds its own line. */
export const settingsLinks: readonly SettingsLink[] = [
  {
    name: 'notifications',
    label: (t) => t('notifications.preferences.title'),
    icon: 'bell',
    href: '/settings/notifications',
  },
  {
    name: 'blocked',
    label: (t) => t('moderation.blocked.title'),
    icon: 'block',
    href: '/settings/blocked',
  },
];

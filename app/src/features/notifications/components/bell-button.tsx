import { useTranslation } from 'react-i18next';

import type { ColorName } from '@/theme/colors';
import { IconButton } from '@/ui/icon-button';

import { useUnreadNotifications } from '../queries';

/** Leads to the notifications and says how many are new. */
export function BellButton({ color = 'bell' }: { color?: ColorName }) {
  const { t } = useTranslation();
  const count = useUnreadNotifications();
  const label = count ? t('notifications.bell_unread', { count }) : t('notifications.title');
  return <IconButton icon="bell" color={color} label={label} badge={count} href="/notifications" />;
}

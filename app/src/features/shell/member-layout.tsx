import { useTranslation } from 'react-i18next';

import { useLiveConnections } from '@/features/connect/live';
import { useLiveNotificationCount } from '@/features/notifications/live';
import { usePush } from '@/features/notifications/push';

import GroupLayout from './group-layout';

/** All pages of a member, and what runs as long as one of them is open. */
export default function MemberLayout() {
  const { t } = useTranslation();
  useLiveNotificationCount();
  useLiveConnections();
  usePush(t('notifications.channel'));
  return <GroupLayout />;
}

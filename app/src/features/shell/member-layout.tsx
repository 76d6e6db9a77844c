import { useTranslation } from 'react-i18next';

import { useLiveConnections } from '@/features/connect/live';
import { useLiveNotificationCount } from '@/features/notifications/live';
import { usePush } from '@/features/notifications/push';
import { useLayout } from '@/theme/use-layout';
import { RailFrame } from '@/ui/tab-bar';

import GroupLayout from './group-layout';
import { MainMenu } from './main-menu';

/** All pages of a member, and what runs as long as one of them is open. */
export default function MemberLayout() {
  const { t } = useTranslation();
  const { rail } = useLayout();
  useLiveNotificationCount();
  useLiveConnections();
  usePush(t('notifications.channel'));
  return (
    <RailFrame rail={rail === 'none' ? null : <MainMenu rail={rail} />}>
      <GroupLayout />
    </RailFrame>
  );
}

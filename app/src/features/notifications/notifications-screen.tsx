import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { whenInFront } from '@/realtime';
import { PagedList } from '@/ui/paged-list';
import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

import { NotificationRow } from './components/notification-row';
import { type Notification, useMarkRead, useNotifications } from './queries';

/** What the member was told, newest first; looking at it marks it as read. */
export default function NotificationsScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('notifications.title')} scroll={false} padding="none" gap="none">
      <NotificationList />
    </Screen>
  );
}

function NotificationList() {
  const { t } = useTranslation();
  const list = useNotifications();
  useReadWhenSeen(list.data?.pages[0]?.items[0]);
  return (
    <PagedList
      query={list}
      keyOf={(notification) => notification.id}
      label={t('notifications.title')}
      render={(notification) => <NotificationRow notification={notification} />}
      gap="none"
      empty={
        <EmptyState
          icon="bell"
          title={t('notifications.empty.title')}
          text={t('notifications.empty.text')}
        />
      }
    />
  );
}

function useReadWhenSeen(newest: Notification | undefined): void {
  const { mutate } = useMarkRead();
  const id = newest && newest.read_at === null ? newest.id : null;
  useEffect(() => (id ? whenInFront(() => mutate(id)) : undefined), [id, mutate]);
}

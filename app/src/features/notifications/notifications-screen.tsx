import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { whenInFront } from '@/realtime';
import { List } from '@/ui/list';
import { Screen } from '@/ui/screen';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';

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
  useReadWhenSeen(list.data?.[0]);
  if (list.isPending) return <LoadingState />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  return (
    <List
      items={list.data}
      keyOf={(notification) => notification.id}
      label={t('notifications.title')}
      render={(notification) => <NotificationRow notification={notification} />}
      onEnd={loadMore}
      loadingMore={list.isFetchingNextPage}
      onRefresh={() => void list.refetch()}
      refreshing={list.isRefetching && !list.isFetchingNextPage}
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

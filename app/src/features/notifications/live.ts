import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { useConnection, useLiveNotifications } from '@/realtime';

import { notificationKeys } from './queries';

/** Keeps count and list as the server has them: told over the socket, asked again after it was away. */
export function useLiveNotificationCount(): void {
  const queries = useQueryClient();
  const { unread, latest } = useLiveNotifications();
  const isLive = useConnection().name === 'live';
  useEffect(() => {
    if (unread === null) return;
    queries.setQueryData(notificationKeys.unread, { count: unread });
    void queries.invalidateQueries({ queryKey: notificationKeys.list });
  }, [queries, unread, latest]);
  useEffect(() => {
    if (isLive) void queries.invalidateQueries({ queryKey: notificationKeys.unread });
  }, [queries, isLive]);
}

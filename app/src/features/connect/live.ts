import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { useTabBadges } from '@/features/shell/tab-badges';
import { useLiveNotifications } from '@/realtime';

import { hearOfConnection, useRequests } from './queries';

/** Shows what others do about requests as soon as they do it, and on the tab how many wait for an answer. */
export function useLiveConnections(): void {
  const queries = useQueryClient();
  const { latest } = useLiveNotifications();
  useEffect(() => {
    if (!latest?.actor || !latest.kind.startsWith('connect_')) return;
    hearOfConnection(queries, latest.actor.id);
  }, [queries, latest]);
  const waiting = useRequests('received').data?.pages[0]?.items.length ?? 0;
  useEffect(() => {
    useTabBadges.setState({ connect: waiting });
    return () => useTabBadges.setState({ connect: 0 });
  }, [waiting]);
}

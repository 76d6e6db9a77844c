import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import { at, paged } from '@/api/paged';
import type { Schema } from '@/api/types';

export type Notification = Schema<'NotificationView'>;
type Preferences = Schema<'NotificationPreferences'>;

export const notificationKeys = {
  list: ['notifications', 'list'] as const,
  unread: ['notifications', 'unread'] as const,
  preferences: ['notifications', 'preferences'] as const,
};

export function useNotifications() {
  return useInfiniteQuery({
    queryKey: notificationKeys.list,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/notifications', {
          params: { query: at(pageParam) },
          signal,
        }),
      ),
    ...paged,
    staleTime: 0,
  });
}

export function useUnreadNotifications(): number {
  const unread = useQuery({
    queryKey: notificationKeys.unread,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/notifications/unread', { signal })),
  });
  return unread.data?.count ?? 0;
}

/** What is on the screen was seen; the marks of this visit stay until the list is loaded again. */
export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (upTo: string) =>
      unwrap(api.POST('/api/v1/notifications/read', { body: { up_to: upTo } })),
    onSuccess: (unread) => queries.setQueryData(notificationKeys.unread, unread),
  });
}

export function usePreferences() {
  return useQuery({
    queryKey: notificationKeys.preferences,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/me/notification-settings', { signal })),
  });
}

export function useSetPreferences() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Preferences) =>
      unwrap(api.PUT('/api/v1/me/notification-settings', { body })),
    onSuccess: (preferences) =>
      queries.setQueryData<Preferences>(notificationKeys.preferences, preferences),
  });
}

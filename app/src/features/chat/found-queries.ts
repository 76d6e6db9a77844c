import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import type { Schema } from '@/api/types';
import type { MessageView } from '@/realtime';

import { messageKeys } from './quotes';

export type Found = Schema<'FoundMessage'>;

export const foundKeys = {
  search: (q: string, roomId: string | undefined) =>
    [...messageKeys.all, 'search', q, roomId ?? 'all'] as const,
  bookmarks: [...messageKeys.all, 'bookmarks'] as const,
  bookmarksOf: (roomId: string | undefined) =>
    [...foundKeys.bookmarks, 'list', roomId ?? 'all'] as const,
  marked: (roomId: string) => [...foundKeys.bookmarks, 'ids', roomId] as const,
};

/** Messages that have all the words. */
export function useFoundMessages(q: string, roomId: string | undefined) {
  return useInfiniteQuery({
    queryKey: foundKeys.search(q, roomId),
    queryFn: ({ pageParam }) => {
      const query = { q, room_id: roomId, cursor: pageParam };
      return unwrap(api.GET('/api/v1/messages/search', { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** The messages that the member keeps. */
export function useBookmarkedMessages(roomId: string | undefined) {
  return useInfiniteQuery({
    queryKey: foundKeys.bookmarksOf(roomId),
    queryFn: ({ pageParam }) => {
      const query = { room_id: roomId, cursor: pageParam };
      return unwrap(api.GET('/api/v1/me/message-bookmarks', { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
}

/** Whether a message is kept; of a room the hundred newest bookmarks are known. */
export function useIsBookmarked({ room_id, id }: MessageView): boolean {
  const { data } = useQuery({
    queryKey: foundKeys.marked(room_id),
    queryFn: async () => {
      const query = { room_id, limit: 100 };
      const page = await unwrap(api.GET('/api/v1/me/message-bookmarks', { params: { query } }));
      return page.items.map(({ message }) => message.id);
    },
  });
  return data?.includes(id) ?? false;
}

/** Keeps a message, or no longer. */
export function useBookmark({ room_id, id }: Pick<MessageView, 'room_id' | 'id'>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (on: boolean) => {
      const path = '/api/v1/rooms/{room_id}/messages/{message_id}/bookmark';
      const params = { path: { room_id, message_id: id } };
      await unwrap(on ? api.PUT(path, { params }) : api.DELETE(path, { params }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: foundKeys.bookmarks }),
  });
}

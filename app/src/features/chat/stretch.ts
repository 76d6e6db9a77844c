import { useInfiniteQuery } from '@tanstack/react-query';

import { engine, type Entry, type MessagePage, useNewestOf, type Where } from '@/realtime';

import type { Place } from './conversation-context';
import { messageKeys } from './quotes';

/** The messages around a place that the room's list does not reach down to; it grows in both directions. */
export function useStretch(roomId: string, place: Place) {
  const newest = useNewestOf(roomId);
  const start: Where = 'seq' in place ? { around_seq: place.seq } : { at: place.at };
  const query = useInfiniteQuery({
    queryKey: [...messageKeys.all, 'stretch', roomId, place],
    queryFn: ({ pageParam }) => engine().messages.around(roomId, pageParam),
    initialPageParam: start,
    getPreviousPageParam: olderOf,
    getNextPageParam: newerOf,
    staleTime: 60_000,
    gcTime: 0,
  });
  const messages = (query.data?.pages ?? []).flatMap(({ items }) => items.toReversed());
  const entries = messages.map((message): Entry => {
    const { id, seq } = message;
    return { kind: 'message', key: id, seq, message: newest(message) };
  });
  const target = 'seq' in place ? place.seq : seqAt(entries, place.at);
  return { query, entries, target };
}

function olderOf({ next_cursor }: MessagePage): Where | null {
  return next_cursor === null ? null : { before_seq: Number(next_cursor) };
}

function newerOf({ newer_cursor }: MessagePage): Where | null {
  return newer_cursor === null ? null : { after_seq: Number(newer_cursor) };
}

/** The first message of that moment or later, or the last one of all. */
function seqAt(entries: readonly Entry[], at: string): number | undefined {
  const moment = new Date(at).getTime();
  const found = entries.find(
    (entry) => entry.kind === 'message' && new Date(entry.message.created_at).getTime() >= moment,
  );
  return (found ?? entries.at(-1))?.seq;
}

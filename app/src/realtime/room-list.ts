import type { Schema } from '@/api/types';

import type { MessageView, RoomEventView } from './frames';

export type RoomView = {
  id: string;
  kind: 'direct' | 'group';
  /** The other one of a direct room. */
  member: Schema<'MemberCard'> | null;
  /** What a group says of itself. */
  group: Schema<'GroupView'> | null;
  head_seq: number;
  unread: number;
  last_message: MessageView | null;
  /** Who sent it; null when they cannot be seen. */
  last_sender: Schema<'MemberCard'> | null;
  visible_from: number;
  read_seq: number;
  /** How far the other one of a direct room has read; null when they are gone. */
  other_read_seq: number | null;
  muted: boolean;
  pinned: boolean;
  auto_translate: boolean;
  created_at: string;
};

export type Rooms = Readonly<Record<string, RoomView>>;

/** What an event changes on the line of its room. `stale`: events before it were not seen, the server must be asked. */
export function applyEvent(
  room: RoomView,
  event: RoomEventView,
  memberId: string,
): { room: RoomView; stale: boolean } {
  const { message } = event;
  const deleted = event.kind === 'message_deleted' && wasUnread(room, message, memberId);
  const last = newest(room.last_message, message);
  if (event.seq <= room.head_seq) {
    return {
      room: last === room.last_message ? room : { ...room, last_message: last },
      stale: false,
    };
  }
  const counts =
    event.kind === 'message_created' && message !== null && message.sender_id !== memberId;
  const more = counts && event.seq > room.read_seq ? 1 : deleted ? -1 : 0;
  const unread = Math.max(0, room.unread + more);
  const stale = event.seq > room.head_seq + 1;
  return { room: { ...room, head_seq: event.seq, last_message: last, unread }, stale };
}

/** What is taken back before it was read is not unread any more, as the server counts. */
function wasUnread(room: RoomView, message: MessageView | null, memberId: string): boolean {
  return message !== null && message.sender_id !== memberId && message.seq > room.read_seq;
}

function newest(last: MessageView | null, message: MessageView | null): MessageView | null {
  if (!message || (last && message.seq < last.seq)) return last;
  if (last?.id === message.id && last.changed_seq >= message.changed_seq) return last;
  return message;
}

/** Somebody's read mark moved: mine on another device, or the other one's. Marks only go forward. */
export function applyRead(room: RoomView, { seq, mine }: { seq: number; mine: boolean }): RoomView {
  if (!mine) {
    const isNews = room.kind === 'direct' && seq > (room.other_read_seq ?? 0);
    return isNews ? { ...room, other_read_seq: seq } : room;
  }
  if (seq <= room.read_seq) return room;
  const all = seq >= (room.last_message?.seq ?? 0);
  return { ...room, read_seq: seq, unread: all ? 0 : room.unread };
}

/** A fresh line from the server, unless what is here is newer. */
export function mergeRoom(known: RoomView | undefined, fresh: RoomView): RoomView {
  if (!known || fresh.head_seq >= known.head_seq) return fresh;
  return {
    ...fresh,
    head_seq: known.head_seq,
    last_message: known.last_message,
    unread: known.unread,
  };
}

export function sortRooms(rooms: Rooms): RoomView[] {
  const time = (room: RoomView) => room.last_message?.created_at ?? room.created_at;
  return Object.values(rooms).sort(
    (one, other) =>
      Number(other.pinned) - Number(one.pinned) || time(other).localeCompare(time(one)),
  );
}

export function totalUnread(rooms: Rooms): number {
  return Object.values(rooms).reduce((sum, room) => sum + (room.muted ? 0 : room.unread), 0);
}

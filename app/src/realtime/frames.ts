import type { MediaView } from '@/api/types';

export type RoomEventKind =
  | 'message_created'
  | 'message_edited'
  | 'message_deleted'
  | 'reaction_added'
  | 'reaction_removed'
  | 'member_joined'
  | 'member_left'
  | 'member_removed'
  | 'room_created'
  | 'room_closed';

export type MessageView = {
  id: string;
  room_id: string;
  /** Its place in the room: the number of the event that created it. */
  seq: number;
  /** The number of the newest event about it. */
  changed_seq: number;
  message_no: number;
  sender_id: string;
  client_id: string;
  body: string;
  media: MediaView[];
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
};

export type RoomEventView = {
  room_id: string;
  seq: number;
  kind: RoomEventKind;
  actor_id: string | null;
  created_at: string;
  message: MessageView | null;
  data: Record<string, unknown>;
};

export type RoomHead = { head: number; visible_from: number; read: number };

export type Notice = { id: string; kind: string; created_at: string };

export type ServerFrame =
  | { type: 'ready'; session_id: string; rooms: Record<string, RoomHead> }
  | { type: 'event'; room_id: string; event: RoomEventView }
  | { type: 'gap'; room_id: string; from: number; to: number }
  | { type: 'read'; room_id: string; member_id: string; seq: number }
  | { type: 'room_joined'; room_id: string; head: number; visible_from: number }
  | { type: 'room_left'; room_id: string; last_seq: number }
  | { type: 'notification'; notification: Notice; unread: number }
  | { type: 'resync' }
  | { type: 'pong' };

export type ClientFrame =
  { type: 'auth'; token: string; rooms: Record<string, number> } | { type: 'ping' };

/**
 * A frame that this client does not know is skipped: the server may be newer. If it was an event after all, the
 * number of the next one shows the hole.
 */
export function parseFrame(text: string): ServerFrame | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('type' in value)) return null;
    return known.has(value.type as string) ? (value as ServerFrame) : null;
  } catch {
    return null;
  }
}

const known: ReadonlySet<string> = new Set<ServerFrame['type']>([
  'ready',
  'event',
  'gap',
  'read',
  'room_joined',
  'room_left',
  'notification',
  'resync',
  'pong',
]);

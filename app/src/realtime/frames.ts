import type { ClientFrame, ServerFrame } from './schema';

export type {
  ClientFrame,
  MediaView,
  MessageView,
  RoomEventKind,
  RoomEventView,
  RoomState,
  ServerFrame,
} from './schema';

/** One kind of server frame: `Frame<'gap'>`. */
export type Frame<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

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

export function writeFrame(frame: ClientFrame): string {
  return JSON.stringify(frame);
}

const kinds: Record<ServerFrame['type'], true> = {
  ready: true,
  event: true,
  gap: true,
  read: true,
  typing: true,
  presence: true,
  room_joined: true,
  room_left: true,
  room_updated: true,
  notification: true,
  resync: true,
  pong: true,
};
const known: ReadonlySet<string> = new Set(Object.keys(kinds));

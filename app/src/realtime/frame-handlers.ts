import type { ServerFrame } from './frames';
import type { MemberSync } from './member-sync';
import type { Nearby } from './nearby';
import type { RoomSync } from './room-sync';
import type { Sender } from './sender';
import type { ChatStore } from './store';
import type { Sync } from './sync';

/** Who acts on frames, and what they ask of the engine. */
export type FrameParts = {
  store: ChatStore;
  rooms: RoomSync;
  sync: Sync;
  members: MemberSync;
  sender: Sender;
  nearby: Nearby;
  /** The rooms that were looked at. */
  opened: () => string[];
  isOpened: (roomId: string) => boolean;
  forget: (roomId: string) => void;
  reload: () => void;
};

export type FrameHandlers = {
  [Type in ServerFrame['type']]?: (frame: Extract<ServerFrame, { type: Type }>) => void;
};

/** What each frame of the gateway changes. */
export function frameHandlers(parts: FrameParts): FrameHandlers {
  return {
    ready: ({ rooms }) => {
      parts.rooms.ready(rooms);
      for (const roomId of parts.opened()) {
        const state = rooms[roomId];
        if (!state) parts.forget(roomId);
        else {
          parts.sync.startsAt(roomId, state.visible_from);
          parts.sync.apply(roomId, { type: 'head', head: state.head });
        }
      }
      parts.members.reload();
      parts.sync.retryFailed();
      parts.sender.wake();
      void parts.nearby.refresh();
    },
    event: ({ room_id, event }) => {
      parts.rooms.event(event);
      if (event.message) parts.nearby.stopped(room_id, event.message.sender_id);
      parts.members.event(event);
      if (parts.isOpened(room_id)) parts.sync.apply(room_id, { type: 'events', events: [event] });
    },
    gap: ({ room_id, to }) => {
      void parts.rooms.refreshRoom(room_id);
      parts.sync.gap(room_id, to);
    },
    read: ({ room_id, member_id, seq }) => {
      parts.rooms.read(room_id, member_id, seq);
      parts.members.read(room_id, member_id, seq);
    },
    typing: ({ room_id, member_id }) => parts.nearby.typing(room_id, member_id),
    presence: (view) => parts.nearby.presence(view),
    room_joined: ({ room_id }) => {
      void parts.rooms.refreshRoom(room_id);
      if (parts.isOpened(room_id)) void parts.sync.open(room_id);
      // Who is in it may have been here for long, and nobody tells that again.
      void parts.nearby.refresh();
    },
    room_left: ({ room_id }) => parts.forget(room_id),
    room_updated: ({ room_id }) => {
      const isIn = room_id in parts.store.getState().rooms;
      if (isIn) void parts.rooms.refreshRoom(room_id);
    },
    notification: ({ notification, unread }) =>
      parts.store.setState({ notifications: { latest: notification, unread } }),
    resync: () => parts.reload(),
  };
}

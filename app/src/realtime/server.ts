import type { Schema } from '@/api/types';

import type { MessageView, RoomEventView } from './frames';
import type { RoomMember } from './member-sync';
import type { Outgoing } from './outbox';
import type { RoomView } from './room-list';

type People = Schema<'MemberCard'>[];

/** `quoted`: what the items answer, if it is not among them; `people`: who said it all. */
export type MessagePage = {
  items: MessageView[];
  quoted: MessageView[];
  people: People;
  next_cursor: string | null;
  newer_cursor: string | null;
  as_of_seq: number;
};
export type EventPage = {
  items: RoomEventView[];
  people: People;
  next_cursor: string | null;
  as_of_seq: number;
};
export type MemberPage = { items: RoomMember[]; next_cursor: string | null };

/** `at` is an ISO time. */
export type Where =
  { around_seq: number } | { at: string } | { before_seq: number } | { after_seq: number };

export type Preferences = { auto_translate?: boolean; muted?: boolean; pinned?: boolean };

/** What the engine asks of the server over REST. Each answer may be an ApiError or a NetworkError. */
export type ChatServer = {
  rooms: (cursor: string | null) => Promise<{ items: RoomView[]; next_cursor: string | null }>;
  room: (roomId: string) => Promise<RoomView>;
  members: (roomId: string, cursor: string | null) => Promise<MemberPage>;
  /** The newest messages before `before`, or of all. */
  messages: (roomId: string, before: number | null) => Promise<MessagePage>;
  /** The messages around a place or a time, or the ones next to a page. */
  around: (roomId: string, where: Where) => Promise<MessagePage>;
  message: (roomId: string, messageId: string) => Promise<MessageView>;
  /** The events after `after` in their order. */
  events: (roomId: string, after: number) => Promise<EventPage>;
  send: (item: Outgoing) => Promise<MessageView>;
  edit: (message: MessageView, body: string) => Promise<MessageView>;
  remove: (message: MessageView) => Promise<void>;
  /** Puts one's own emoji on a message, or takes it back. */
  react: (message: MessageView, change: { emoji: string; on: boolean }) => Promise<MessageView>;
  presence: () => Promise<Schema<'PresenceView'>[]>;
  read: (roomId: string, seq: number) => Promise<void>;
  setPreferences: (roomId: string, change: Preferences) => Promise<RoomView>;
  openDirect: (memberId: string, clientId: string) => Promise<RoomView>;
  reopen: (roomId: string) => Promise<RoomView>;
  leave: (roomId: string) => Promise<void>;
};

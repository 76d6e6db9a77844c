import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Schema } from '@/api/types';

import type { Frame } from './frames';
import type { Connection } from './machine';
import type { RoomMember } from './member-sync';
import type { Outbox } from './outbox';
import { emptyLog, type RoomLog } from './room-log';
import type { Rooms, RoomView } from './room-list';

/** What is being fetched of a room's history, and what went wrong when it was tried. */
export type History = { loading: 'first' | 'older' | null; error: unknown };

/** All that screens may know of the engine. Only the engine writes it. */
export type ChatState = {
  connection: Connection;
  rooms: Rooms;
  /** `stored`: as this device remembers it; `fresh`: as the server says. */
  roomsFrom: 'nowhere' | 'stored' | 'fresh';
  roomsError: unknown;
  logs: Readonly<Record<string, RoomLog>>;
  history: Readonly<Record<string, History>>;
  outbox: Outbox;
  /** Who is in the groups that were looked at. */
  members: Readonly<Record<string, readonly RoomMember[]>>;
  /** Everybody whom pages and lists named so far. */
  people: Readonly<Record<string, Schema<'MemberCard'>>>;
  /** Who writes, by room. */
  typing: Readonly<Record<string, readonly string[]>>;
  /** Who is here, as far as it is known and shown. */
  presence: Readonly<Record<string, Schema<'PresenceView'>>>;
  notifications: { unread: number | null; latest: Frame<'notification'>['notification'] | null };
};

export type ChatStore = StoreApi<ChatState>;

export const emptyState: ChatState = {
  connection: { name: 'idle' },
  rooms: {},
  roomsFrom: 'nowhere',
  roomsError: null,
  logs: {},
  history: {},
  outbox: [],
  members: {},
  people: {},
  typing: {},
  presence: {},
  notifications: { unread: null, latest: null },
};

const still: History = { loading: null, error: null };

export function createChatStore(): ChatStore {
  return createStore<ChatState>(() => emptyState);
}

export function logOf(state: ChatState, roomId: string): RoomLog {
  return state.logs[roomId] ?? emptyLog;
}

export function historyOf(state: ChatState, roomId: string): History {
  return state.history[roomId] ?? still;
}

export function putLog(store: ChatStore, roomId: string, log: RoomLog): void {
  store.setState(({ logs }) => ({ logs: { ...logs, [roomId]: log } }));
}

export function dropLog(store: ChatStore, roomId: string): void {
  store.setState(({ logs, history }) => ({
    logs: without(logs, roomId),
    history: without(history, roomId),
  }));
}

export function putHistory(store: ChatStore, roomId: string, change: Partial<History>): void {
  const history = { ...historyOf(store.getState(), roomId), ...change };
  store.setState((state) => ({ history: { ...state.history, [roomId]: history } }));
}

export function putRoom(store: ChatStore, room: RoomView): void {
  store.setState(({ rooms }) => ({ rooms: { ...rooms, [room.id]: room } }));
  putPeople(store, [room.member, room.last_sender]);
}

export function dropRoom(store: ChatStore, roomId: string): void {
  store.setState(({ rooms, members }) => ({
    rooms: without(rooms, roomId),
    members: without(members, roomId),
  }));
}

export function putMembers(store: ChatStore, roomId: string, members: readonly RoomMember[]): void {
  store.setState((state) => ({ members: { ...state.members, [roomId]: members } }));
}

/** The newest card of each: photos have addresses that do not last. */
export function putPeople(store: ChatStore, cards: readonly (Schema<'MemberCard'> | null)[]): void {
  const found = cards.flatMap((card) => (card ? [[card.id, card] as const] : []));
  if (found.length === 0) return;
  store.setState(({ people }) => ({ people: { ...people, ...Object.fromEntries(found) } }));
}

function without<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

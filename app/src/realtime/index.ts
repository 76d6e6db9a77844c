import { randomUUID } from '@/lib/random-uuid';
import { useEffect } from 'react';
import { create, useStore } from 'zustand';

import { api, unwrap } from '@/api/client';
import { queryClient } from '@/api/query-client';
import { accessToken, freshAccessToken, renewSession, useSession } from '@/api/session';
import { useMeQuery } from '@/features/me/queries';

import { Engine } from './engine';
import type { MessageView } from './frames';
import { isInFront, watchLifecycle } from './lifecycle';
import type { RoomMember } from './member-sync';
import type { Outgoing } from './outbox';
import { restServer } from './rest';
import { type Entry, entriesOf, findMessage } from './room-log';
import { type RoomView, sortRooms, totalUnread } from './room-list';
import { openWebSocket } from './socket';
import { openStorage } from './storage';
import { type ChatState, createChatStore, emptyState, historyOf, logOf } from './store';
import { systemTimers } from './timers';

export type { MessageView, RoomEventView } from './frames';
export type { RoomMember } from './member-sync';
export type { Outgoing } from './outbox';
export type { Entry } from './room-log';
export type { MessagePage, Where } from './server';
export type { RoomView } from './room-list';

const store = createChatStore();
const useRunning = create<{ engine: Engine | null }>(() => ({ engine: null }));

/** The signed-in member's engine, for what screens do. */
export function engine(): Engine {
  const running = useRunning.getState().engine;
  if (!running) throw new Error('the engine runs only while somebody is signed in');
  return running;
}

/** Runs the engine as long as the component that calls it is there and somebody is signed in. */
export function useRealtime(): void {
  const memberId = useMeQuery().data?.id;
  const signedIn = useSession(({ status }) => status === 'signed_in');
  useEffect(() => {
    if (!memberId || !signedIn) return;
    const mine = createEngine(memberId);
    useRunning.setState({ engine: mine });
    void mine.start();
    const unwatch = watchLifecycle({
      onWake: () => mine.wake(),
      onOffline: () => mine.offline(),
    });
    return () => {
      unwatch();
      useRunning.setState({ engine: null });
      // Logged out: nothing of the member stays here. Otherwise the app only closes.
      const { status } = useSession.getState();
      void mine.stop({ forget: status === 'leaving' || status === 'anonymous' });
      store.setState(emptyState, true);
    };
  }, [memberId, signedIn]);
}

function createEngine(memberId: string): Engine {
  return new Engine({
    store,
    server: restServer,
    storage: openStorage(memberId),
    openSocket: openWebSocket,
    url: gatewayUrl,
    token: async (renew) => {
      if (!renew) return freshAccessToken();
      return (await renewSession()) ? accessToken() : null;
    },
    timers: systemTimers,
    random: Math.random,
    memberId,
  });
}

const urlKey = ['client-config'] as const;

/** Asked for once; tries to reconnect do not ask again. */
async function gatewayUrl(): Promise<string> {
  const { ws_url } = await queryClient.fetchQuery({
    queryKey: urlKey,
    queryFn: () => unwrap(api.GET('/api/v1/client-config')),
    staleTime: 5 * 60_000,
    retry: false,
  });
  return ws_url;
}

function useChat<Part>(choose: (state: ChatState) => Part): Part {
  return useStore(store, choose);
}

export function useConnection() {
  return useChat(({ connection }) => connection);
}

/** `from` says whether the server was asked yet. */
export function useRooms() {
  const rooms = useChat((state) => state.rooms);
  const from = useChat((state) => state.roomsFrom);
  const error = useChat((state) => state.roomsError);
  return { rooms: sortRooms(rooms), from, error };
}

export function useRoom(roomId: string): RoomView | undefined {
  return useChat(({ rooms }) => rooms[roomId]);
}

/** Opens the room while the screen is there; what is known of it, oldest first, and what is on its way to it. */
export function useRoomLog(roomId: string) {
  const log = useChat((state) => logOf(state, roomId));
  const history = useChat((state) => historyOf(state, roomId));
  const outbox = useChat((state) => state.outbox);
  // The screen of a link is there before the engine is.
  const running = useRunning((state) => state.engine);
  useEffect(() => {
    void running?.openRoom(roomId);
  }, [running, roomId]);
  return {
    entries: entriesOf(log) as readonly Entry[],
    outgoing: outbox.filter((item): item is Outgoing => item.room_id === roomId),
    cursor: log.cursor,
    hasOlder: log.cursor !== null && log.floor > 0,
    loading: log.cursor === null && !history.error ? 'first' : history.loading,
    error: history.error,
  };
}

/** Who writes in a room at this moment. */
export function useTypists(roomId: string): readonly string[] {
  return useChat(({ typing }) => typing[roomId] ?? noTypists);
}

/** Whether somebody is here, if it is known and shown. */
export function usePresence(memberId: string | undefined) {
  return useChat(({ presence }) => (memberId === undefined ? undefined : presence[memberId]));
}

const noTypists: readonly string[] = [];

/** A message as this device knows it, in the room's list or outside of it. */
export function useKnownMessage(roomId: string, messageId: string | undefined) {
  return useChat((state) =>
    messageId === undefined ? undefined : findMessage(logOf(state, roomId), messageId),
  );
}

/** Finds a message of the list that the room shows by its place. */
export function useListedMessage(roomId: string) {
  return (seq: number): MessageView | undefined => {
    const entry = entriesOf(logOf(store.getState(), roomId)).find((one) => one.seq === seq);
    return entry?.kind === 'message' ? entry.message : undefined;
  };
}

/** For messages from the middle of a room: the newer of what was fetched and what this device heard since. */
export function useNewestOf(roomId: string) {
  const log = useChat((state) => logOf(state, roomId));
  return (message: MessageView): MessageView => {
    const known = findMessage(log, message.id);
    return known && known.changed_seq > message.changed_seq ? known : message;
  };
}

/** Calls as soon as a person can see the app: now, or when they come back to it. */
export function whenInFront(call: () => void): () => void {
  if (isInFront()) {
    call();
    return () => {};
  }
  const unwatch = watchLifecycle({
    onWake: () => {
      if (!isInFront()) return;
      unwatch();
      call();
    },
    onOffline: () => {},
  });
  return unwatch;
}

/** Who is in a group, kept up to date while somebody looks; empty until it is loaded. Of no room it is nobody. */
export function useRoomMembers(roomId: string | null): readonly RoomMember[] {
  const running = useRunning((state) => state.engine);
  useEffect(() => {
    if (roomId !== null) void running?.loadMembers(roomId);
  }, [running, roomId]);
  return useKnownMembers(roomId ?? '');
}

/** Who is in a group, as somebody else on the screen has loaded it. */
export function useKnownMembers(roomId: string): readonly RoomMember[] {
  return useChat((state) => state.members[roomId]) ?? nobody;
}

const nobody: readonly RoomMember[] = [];

/** Everybody who was named so far, by id. */
export function usePeople(): ChatState['people'] {
  return useChat(({ people }) => people);
}

/** Unread messages of all rooms that are not muted. */
export function useUnreadMessages(): number {
  return useChat(({ rooms }) => totalUnread(rooms));
}

/** The newest notification that came over the socket, and how many are unread since; null before the first. */
export function useLiveNotifications() {
  return useChat(({ notifications }) => notifications);
}

export function newClientId(): string {
  return randomUUID();
}

import { failureOf } from './failure';
import type { Frame, RoomEventView } from './frames';
import { changesMembers } from './member-sync';
import { applyEvent, applyRead, mergeRoom, type Rooms, type RoomView } from './room-list';
import type { ChatServer } from './server';
import type { Storage } from './storage-port';
import { type ChatStore, dropRoom, putPeople, putRoom } from './store';
import type { Timers } from './timers';

export type RoomSyncPorts = {
  store: ChatStore;
  server: ChatServer;
  storage: Storage;
  timers: Timers;
  memberId: string;
};

const key = 'rooms';
const saveAfter = 1_000;
/** Of one member's rooms so many pages are listed. */
const longestList = 20;

/** Keeps the list of rooms: their order, unread counts and last messages. */
export class RoomSync {
  private running: Promise<void> | null = null;
  private saving: (() => void) | null = null;
  private readonly asking = new Set<string>();
  private stopped = false;

  constructor(private readonly ports: RoomSyncPorts) {}

  async restore(): Promise<void> {
    const text = await this.ports.storage.get(key);
    if (text === null || this.state().roomsFrom === 'fresh') return;
    this.ports.store.setState({ rooms: JSON.parse(text) as Rooms, roomsFrom: 'stored' });
  }

  /** The whole list from the server; many callers make one request. */
  refresh(): Promise<void> {
    this.running ??= this.fetchAll()
      .catch((error: unknown) => this.ports.store.setState({ roomsError: error }))
      .finally(() => {
        this.running = null;
      });
    return this.running;
  }

  /** What is here is not what the server has: the next list is believed whatever it says. */
  reload(): void {
    const behind = Object.values(this.state().rooms).map((room) => ({ ...room, head_seq: 0 }));
    this.ports.store.setState({ rooms: Object.fromEntries(behind.map((room) => [room.id, room])) });
    void this.refresh();
  }

  /** One room from the server: it is new here, or events of it were not seen. */
  async refreshRoom(roomId: string): Promise<void> {
    if (this.asking.has(roomId) || this.stopped) return;
    this.asking.add(roomId);
    try {
      this.put(await this.ports.server.room(roomId));
    } catch (error) {
      if (failureOf(error).kind === 'gone') this.drop(roomId);
    } finally {
      this.asking.delete(roomId);
    }
  }

  /** The gateway's word on what rooms there are and how far each is. */
  ready(heads: Frame<'ready'>['rooms']): void {
    const { rooms, roomsFrom } = this.state();
    if (roomsFrom === 'fresh') {
      for (const roomId of Object.keys(rooms)) if (!(roomId in heads)) this.drop(roomId);
    }
    const moved = Object.entries(heads).filter(
      ([roomId, { head }]) => rooms[roomId]?.head_seq !== head,
    );
    if (roomsFrom !== 'fresh' || moved.length > 0) void this.refresh();
    for (const [roomId, { read }] of Object.entries(heads)) this.settleRead(roomId, read);
  }

  event(event: RoomEventView): void {
    const known = this.state().rooms[event.room_id];
    if (!known) return void this.refreshRoom(event.room_id);
    const { room, stale } = applyEvent(known, event, this.ports.memberId);
    if (room !== known) this.put(room);
    if (stale || this.changesRoom(room, event)) void this.refreshRoom(room.id);
  }

  read(roomId: string, memberId: string, seq: number): void {
    const known = this.state().rooms[roomId];
    if (!known) return;
    const mine = memberId === this.ports.memberId;
    const room = applyRead(known, { seq, mine });
    if (room !== known) this.put(room);
    // Read on another device, but not to the end: only the server can count what is left.
    if (mine && room !== known && room.unread > 0) void this.refreshRoom(roomId);
  }

  /** This member has seen everything up to `seq`. A mark is best effort: a lost one is said again after `ready`. */
  markRead(roomId: string, seq: number): void {
    const known = this.state().rooms[roomId];
    if (!known || seq <= known.read_seq) return;
    this.put({ ...applyRead(known, { seq, mine: true }), unread: 0 });
    void this.ports.server.read(roomId, seq).catch(() => {});
  }

  /** Of a group, what its line in the list shows: its name, how many are in it, whose words are the last. */
  private changesRoom(room: RoomView, { kind, message }: RoomEventView): boolean {
    if (room.kind !== 'group') return false;
    const isStranger = message !== null && !(message.sender_id in this.state().people);
    return isStranger || kind === 'room_updated' || changesMembers.has(kind);
  }

  put(room: RoomView): void {
    if (this.stopped) return;
    putRoom(this.ports.store, mergeRoom(this.state().rooms[room.id], room));
    this.save();
  }

  drop(roomId: string): void {
    dropRoom(this.ports.store, roomId);
    this.save();
  }

  stop(): void {
    this.stopped = true;
    this.saving?.();
  }

  private async fetchAll(): Promise<void> {
    const fresh: RoomView[] = [];
    let cursor: string | null = null;
    for (let count = 0; count < longestList; count += 1) {
      const page = await this.ports.server.rooms(cursor);
      fresh.push(...page.items);
      cursor = page.next_cursor;
      if (cursor === null) break;
    }
    if (this.stopped) return;
    const known = this.state().rooms;
    const rooms = Object.fromEntries(
      fresh.map((room) => [room.id, mergeRoom(known[room.id], room)]),
    );
    this.ports.store.setState({ rooms, roomsFrom: 'fresh', roomsError: null });
    putPeople(
      this.ports.store,
      fresh.flatMap(({ member, last_sender }) => [member, last_sender]),
    );
    this.save();
  }

  /** My mark here may be further than the server's, when its request was lost. */
  private settleRead(roomId: string, seq: number): void {
    const known = this.state().rooms[roomId];
    if (!known) return;
    if (seq < known.read_seq) void this.ports.server.read(roomId, known.read_seq).catch(() => {});
    else this.read(roomId, this.ports.memberId, seq);
  }

  private save(): void {
    if (this.stopped) return;
    this.saving ??= this.ports.timers.after(saveAfter, () => {
      this.saving = null;
      void this.ports.storage.put(key, JSON.stringify(this.state().rooms));
    });
  }

  private state() {
    return this.ports.store.getState();
  }
}

import type { Random } from './backoff';
import { Connection } from './connection';
import { type FrameHandlers, frameHandlers } from './frame-handlers';
import type { MessageView, ServerFrame } from './frames';
import { Freshener } from './freshener';
import type { Connection as ConnectionState } from './machine';
import { MemberSync } from './member-sync';
import { Messages } from './messages';
import { Nearby } from './nearby';
import type { RoomLog } from './room-log';
import type { RoomView } from './room-list';
import { RoomSync } from './room-sync';
import { type Draft, Sender } from './sender';
import type { ChatServer, Preferences } from './server';
import type { OpenSocket } from './socket';
import type { Storage } from './storage-port';
import { type ChatStore, logOf } from './store';
import { Sync } from './sync';
import type { Timers } from './timers';

export type EnginePorts = {
  store: ChatStore;
  server: ChatServer;
  storage: Storage;
  openSocket: OpenSocket;
  url: () => Promise<string>;
  token: (renew: boolean) => Promise<string | null>;
  timers: Timers;
  random: Random;
  memberId: string;
};

/** The gateway takes no more rooms in one `auth`. */
const mostRooms = 1_000;
/** Tries without a connection after which the rooms are asked for over REST with each further one. */
const patience = 3;

/** One signed-in member's connection, rooms, logs and outbox, from `start` to `stop`. */
export class Engine {
  /** What is done with single messages. */
  readonly messages: Messages;
  readonly nearby: Nearby;
  private readonly sync: Sync;
  private readonly rooms: RoomSync;
  private readonly members: MemberSync;
  private readonly sender: Sender;
  private readonly connection: Connection;
  private readonly freshener: Freshener;
  private readonly handlers: FrameHandlers;

  constructor(private readonly ports: EnginePorts) {
    const { store, server } = ports;
    this.rooms = new RoomSync(ports);
    this.members = new MemberSync(ports);
    this.sync = new Sync({
      ...ports,
      onGone: (roomId) => this.forgetRoom(roomId),
      onApplied: (roomId, log) => this.applied(roomId, log),
    });
    this.messages = new Messages(server, this.sync, store);
    this.sender = new Sender({
      ...ports,
      send: (item) => server.send(item),
      onAcknowledged: (message) => this.acknowledged(message),
      onChange: (outbox) => store.setState({ outbox }),
    });
    this.nearby = new Nearby({ ...ports, say: (frame) => this.connection.say(frame) });
    this.freshener = new Freshener((roomId, upTo) => this.sync.loadAgain(roomId, upTo));
    this.handlers = frameHandlers({
      store,
      rooms: this.rooms,
      sync: this.sync,
      members: this.members,
      sender: this.sender,
      nearby: this.nearby,
      opened: () => this.opened(),
      isOpened: (roomId) => this.isOpened(roomId),
      forget: (roomId) => this.forgetRoom(roomId),
      reload: () => this.reload(),
    });
    this.connection = new Connection({
      ...ports,
      cursors: () => this.sync.cursors(mostRooms),
      onFrame: (frame) => this.hear(frame),
      onState: (state) => this.moved(state),
    });
  }

  async start(): Promise<void> {
    await this.rooms.restore();
    await this.sender.load();
    void this.rooms.refresh();
    this.connection.dispatch({ type: 'start' });
  }

  /** With `forget`, nothing of the member stays on this device. */
  async stop({ forget }: { forget: boolean }): Promise<void> {
    this.connection.dispatch({ type: 'stop' });
    this.sync.stop();
    this.rooms.stop();
    this.members.stop();
    this.sender.stop();
    this.nearby.stop();
    if (forget) await this.ports.storage.clear();
  }

  /** The app came to the front, or the network is back. */
  wake(): void {
    this.connection.dispatch({ type: 'wake' });
    this.sync.wake();
    this.sender.wake();
    if (this.ports.store.getState().roomsError) void this.rooms.refresh();
  }

  offline(): void {
    this.connection.dispatch({ type: 'offline' });
  }

  openRoom(roomId: string): Promise<void> {
    if (!this.ports.store.getState().rooms[roomId]) void this.rooms.refreshRoom(roomId);
    return this.sync.open(roomId);
  }

  /** Who is in a group, for whoever looks at it. */
  loadMembers(roomId: string): Promise<void> {
    return this.members.load(roomId);
  }

  loadOlder(roomId: string): Promise<void> {
    return this.sync.older(roomId);
  }

  /** A picture of the message at this place has an address that is no longer good. */
  freshen(roomId: string, seq: number): void {
    this.freshener.want(roomId, seq);
  }

  refreshRooms(): Promise<void> {
    return this.rooms.refresh();
  }

  send(draft: Draft): Promise<void> {
    return this.sender.add(draft);
  }

  retry(clientId: string): Promise<void> {
    return this.sender.retry(clientId);
  }

  discard(clientId: string): Promise<void> {
    return this.sender.discard(clientId);
  }

  markRead(roomId: string): void {
    const cursor = this.ports.store.getState().logs[roomId]?.cursor;
    if (cursor) this.rooms.markRead(roomId, cursor);
  }

  async setPreferences(roomId: string, change: Preferences): Promise<void> {
    this.rooms.put(await this.ports.server.setPreferences(roomId, change));
  }

  /** The room of two with this member, made when there is none. */
  async openDirect(memberId: string, clientId: string): Promise<string> {
    const room = await this.ports.server.openDirect(memberId, clientId);
    this.rooms.put(room);
    return room.id;
  }

  /** A conversation of two that this member left, or that a block had closed. */
  async reopen(roomId: string): Promise<void> {
    this.rooms.put(await this.ports.server.reopen(roomId));
  }

  refreshRoom(roomId: string): Promise<void> {
    return this.rooms.refreshRoom(roomId);
  }

  /** A room as the server has just answered: a new group, one that was joined or changed. */
  putRoom(room: RoomView): void {
    this.rooms.put(room);
  }

  /** A room that ended by what was just done. */
  dropRoom(roomId: string): void {
    this.forgetRoom(roomId);
  }

  /** Everything from the server again: a block began or ended, and with it what the member may see. */
  reload(): void {
    this.rooms.reload();
    this.sync.reload();
    this.members.reload();
  }

  async leave(roomId: string): Promise<void> {
    await this.ports.server.leave(roomId);
    this.forgetRoom(roomId);
  }

  private hear(frame: ServerFrame): void {
    const handle = this.handlers[frame.type] as ((frame: ServerFrame) => void) | undefined;
    handle?.(frame);
  }

  private moved(connection: ConnectionState): void {
    this.ports.store.setState({ connection });
    if (connection.name === 'waiting' && connection.attempt >= patience) this.catchUp();
  }

  /** Over REST: the list of rooms, and from their heads what is missing in the opened ones. */
  private catchUp(): void {
    void this.rooms.refresh().then(() => {
      const { rooms } = this.ports.store.getState();
      for (const roomId of this.opened()) {
        const head = rooms[roomId]?.head_seq;
        if (head !== undefined) this.sync.apply(roomId, { type: 'head', head });
      }
    });
  }

  private acknowledged(message: MessageView): void {
    this.sync.apply(message.room_id, { type: 'message', message });
    this.applied(message.room_id, logOf(this.ports.store.getState(), message.room_id));
  }

  /** Also a room whose first page is still on its way: what is heard meanwhile waits for it. */
  private isOpened(roomId: string): boolean {
    return roomId in this.ports.store.getState().history;
  }

  private opened(): string[] {
    return Object.keys(this.ports.store.getState().history);
  }

  private applied(roomId: string, log: RoomLog): void {
    if (log.cursor !== null) this.sender.shown(roomId, log.cursor);
  }

  private forgetRoom(roomId: string): void {
    this.rooms.drop(roomId);
    this.sync.forget(roomId);
  }
}

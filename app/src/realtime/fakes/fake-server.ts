import { ApiError, NetworkError } from '@/api/errors';
import type { Schema } from '@/api/types';

import type { Random } from '../backoff';
import type {
  ClientFrame,
  MessageView,
  RoomEventKind,
  RoomEventView,
  ServerFrame,
} from '../frames';
import type { Outgoing } from '../outbox';
import type { RoomView } from '../room-list';
import type { ChatServer } from '../server';
import type { OpenSocket, SocketHandlers } from '../socket';
import { FakeLog } from './fake-log';
import type { FakeTime } from './fake-time';

const page = 10;
const replayLimit = 50;

type Client = { memberId: string; handlers: SocketHandlers; open: boolean; live: boolean };

/**
 * API and gateway of one server with all its rooms. `trouble` from 0 to 1 says how often a request fails, before or
 * after it was done, and how often a frame is the last one of its socket.
 */
export class FakeServer {
  readonly rooms = new Map<string, FakeLog>();
  readonly reads = new Map<string, number>();
  /** Every body that was ever sent under a `client_id`. */
  readonly sent = new Map<string, Set<string>>();
  /** How everybody stands. */
  presence: Schema<'PresenceView'>[] = [];
  trouble = 0;
  greetAfter = 5;
  answerAfter = 0;
  refuse: ((item: Outgoing) => string | null) | null = null;
  private clients: Client[] = [];

  constructor(
    private readonly time: FakeTime,
    private readonly random: Random,
  ) {}

  addRoom(roomId: string): FakeLog {
    const log = new FakeLog(roomId);
    this.rooms.set(roomId, log);
    return log;
  }

  /** Publishes the newest event of a room to whoever is connected. */
  publish(log: FakeLog): void {
    const { head, roomId } = log;
    for (const client of this.clients) {
      if (client.live)
        this.push(client, { type: 'event', room_id: roomId, event: log.event(head) });
    }
  }

  /** Tells everybody who is connected. */
  tell(frame: ServerFrame): void {
    for (const client of this.clients) if (client.live) this.push(client, frame);
  }

  /** Every socket ends now. */
  dropAll(code: number): void {
    for (const client of [...this.clients]) this.drop(client, code);
  }

  /** The server as one member's engine sees it. */
  chat(memberId: string): ChatServer {
    return {
      rooms: () =>
        this.ask(() => ({
          items: [...this.rooms.keys()].map((id) => this.view(id, memberId)),
          next_cursor: null,
        })),
      room: (roomId) => this.ask(() => this.view(roomId, memberId)),
      members: () => this.ask(() => ({ items: [], next_cursor: null })),
      messages: (roomId, before) => this.ask(() => this.log(roomId).page(before, page)),
      around: (roomId) => this.ask(() => this.log(roomId).page(null, page)),
      message: (roomId, id) => this.ask(() => this.log(roomId).message(id)),
      events: (roomId, after) => this.ask(() => this.log(roomId).eventPage(after, 100)),
      send: (item) => this.ask(() => this.take(item, memberId)),
      edit: (message, body) =>
        this.ask(() => this.change(message, { kind: 'message_edited', body })),
      remove: (message) => this.ask(() => void this.change(message, { kind: 'message_deleted' })),
      react: (message, { emoji, on }) => {
        const kind = on ? 'reaction_added' : 'reaction_removed';
        return this.ask(() => this.change(message, { kind, emoji, actor: memberId }));
      },
      presence: () => this.ask(() => this.presence),
      read: (roomId, seq) => this.ask(() => void this.reads.set(`${roomId}/${memberId}`, seq)),
      setPreferences: (roomId) => this.ask(() => this.view(roomId, memberId)),
      openDirect: () => this.ask(() => this.view([...this.rooms.keys()][0]!, memberId)),
      reopen: (roomId) => this.ask(() => this.view(roomId, memberId)),
      leave: (roomId) => this.ask(() => void this.rooms.delete(roomId)),
    };
  }

  gateway(memberId: string): OpenSocket {
    return (_url, handlers) => {
      const client: Client = { memberId, handlers, open: true, live: false };
      this.clients.push(client);
      this.time.after(this.greetAfter, () => this.greet(client));
      return {
        send: (frame) => this.time.after(2, () => this.hear(client, frame)),
        close: () => this.forget(client),
      };
    };
  }

  private greet(client: Client): void {
    if (!client.open) return;
    if (this.unlucky()) this.drop(client, 1006);
    else client.handlers.onOpen();
  }

  private hear(client: Client, frame: ClientFrame): void {
    if (!client.open) return;
    if (frame.type === 'ping') return this.push(client, { type: 'pong' });
    if (client.live || frame.type === 'typing') return;
    const heads = [...this.rooms.values()].map(({ roomId, head }) => [
      roomId,
      { head, visible_from: 1, read: 0 },
    ]);
    client.live = true;
    this.push(client, { type: 'ready', session_id: 's', rooms: Object.fromEntries(heads) });
    for (const [roomId, cursor] of Object.entries(frame.rooms))
      this.replay(client, this.log(roomId), cursor);
  }

  private replay(client: Client, log: FakeLog, cursor: number): void {
    const events: RoomEventView[] = log.events(cursor, replayLimit);
    for (const event of events) this.push(client, { type: 'event', room_id: log.roomId, event });
    const last = events.at(-1)?.seq ?? cursor;
    if (last < log.head)
      this.push(client, { type: 'gap', room_id: log.roomId, from: last + 1, to: log.head });
  }

  private push(client: Client, frame: ServerFrame): void {
    if (this.unlucky(0.2)) return this.drop(client, this.random() < 0.5 ? 4508 : 1006);
    this.time.after(1, () => client.open && client.handlers.onText(JSON.stringify(frame)));
  }

  private drop(client: Client, code: number): void {
    if (!client.open) return;
    this.forget(client);
    this.time.after(1, () => client.handlers.onClose(code));
  }

  private forget(client: Client): void {
    client.open = client.live = false;
    this.clients = this.clients.filter((other) => other !== client);
  }

  private take(item: Outgoing, memberId: string): MessageView {
    const log = this.log(item.room_id);
    this.sent.set(item.client_id, (this.sent.get(item.client_id) ?? new Set()).add(item.body));
    const code = this.refuse?.(item) ?? null;
    if (code !== null) throw new ApiError({ status: 403, code, title: code });
    const known = log
      .entries()
      .find((entry) => entry.kind === 'message' && entry.message.client_id === item.client_id);
    if (known?.kind === 'message') return known.message;
    const { body, client_id, reply_to } = item;
    log.create({ actor: memberId, body, clientId: client_id, replyTo: reply_to });
    this.publish(log);
    return log.event(log.head).message!;
  }

  private change(
    message: MessageView,
    how: { kind: RoomEventKind; body?: string; emoji?: string; actor?: string },
  ): MessageView {
    const log = this.log(message.room_id);
    log.append({ actor: message.sender_id, ...how, message: message.id });
    this.publish(log);
    return log.message(message.id);
  }

  private view(roomId: string, memberId: string): RoomView {
    const log = this.log(roomId);
    const read = this.reads.get(`${roomId}/${memberId}`) ?? 0;
    const messages = log
      .entries()
      .flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
    const unread = messages.filter(
      ({ sender_id, seq }) => sender_id !== memberId && seq > read,
    ).length;
    return {
      id: roomId,
      kind: 'direct',
      member: null,
      group: null,
      head_seq: log.head,
      unread,
      last_message: messages.at(-1) ?? null,
      last_sender: null,
      visible_from: 1,
      read_seq: read,
      other_read_seq: 0,
      muted: false,
      pinned: false,
      auto_translate: false,
      created_at: '2026-03-02T00:00:00Z',
    };
  }

  private log(roomId: string): FakeLog {
    const log = this.rooms.get(roomId);
    if (!log) throw new ApiError({ status: 404, code: 'not_found', title: '' });
    return log;
  }

  /** An answer takes time, and may be lost on its way there or back. */
  private async ask<Answer>(work: () => Answer): Promise<Answer> {
    await this.time.wait(1 + this.random() * 20);
    if (this.unlucky()) throw this.random() < 0.5 ? new NetworkError('lost') : overloaded();
    const answer = work();
    await this.time.wait(this.answerAfter + 1 + this.random() * 20);
    if (this.unlucky()) throw new NetworkError('the answer was lost');
    return answer;
  }

  private unlucky(share = 1): boolean {
    return this.random() < this.trouble * share;
  }
}

function overloaded(): ApiError {
  return new ApiError({ status: 503, code: 'unavailable', title: '', retryAfter: 1 });
}

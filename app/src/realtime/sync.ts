import { type Random, reconnectDelay } from './backoff';
import { failureOf } from './failure';
import { emptyLog, type LogAction, missingIn, reduceLog, type RoomLog, touches } from './room-log';
import { type ChatServer, eventPage, type MessagePage } from './server';
import type { Storage } from './storage-port';
import { readLog, writeLog } from './stored-log';
import { type ChatStore, dropLog, historyOf, logOf, putHistory, putLog } from './store';
import type { Timers } from './timers';

export type SyncPorts = {
  store: ChatStore;
  server: ChatServer;
  storage: Storage;
  timers: Timers;
  random: Random;
  /** The server does not know the room any more, at least not for this member. */
  onGone: (roomId: string) => void;
  onApplied: (roomId: string, log: RoomLog) => void;
};

/** A replay over the socket gets this long before what is missing is asked for over REST. */
const replayLimit = 3_000;
const saveAfter = 1_000;
/** A hole longer than this is not filled: the room starts again from its newest page. */
const longestRepair = 300;
/** Of a page with many edits in it, so many pages of events are searched for what happened besides messages. */
const systemPages = 3;

type Task = 'repair' | 'save';

/** Keeps the logs of the opened rooms whole: history, holes, and what this device remembers. */
export class Sync {
  private readonly repairing = new Set<string>();
  private readonly timers = new Map<string, () => void>();
  private readonly failures = new Map<string, number>();
  private stopped = false;

  constructor(private readonly ports: SyncPorts) {}

  /** The room is looked at: what is remembered at once, then the newest page. */
  async open(roomId: string): Promise<void> {
    if (historyOf(this.state(), roomId).loading) return;
    putHistory(this.ports.store, roomId, { loading: 'first', error: null });
    try {
      await this.restore(roomId);
      const page = await this.ports.server.messages(roomId, null);
      await this.addSystemEvents(roomId, page, page.as_of_seq + 1);
      this.join(roomId, page);
      putHistory(this.ports.store, roomId, { loading: null });
    } catch (error) {
      this.fail(roomId, error);
    }
  }

  /** One more page of older messages; nothing when there are none or one is on its way. */
  async older(roomId: string): Promise<void> {
    const { floor, cursor } = this.log(roomId);
    if (cursor === null || floor === 0 || historyOf(this.state(), roomId).loading) return;
    putHistory(this.ports.store, roomId, { loading: 'older', error: null });
    try {
      const page = await this.ports.server.messages(roomId, floor);
      await this.addSystemEvents(roomId, page, floor);
      this.apply(roomId, pageAction(page, floor));
      putHistory(this.ports.store, roomId, { loading: null });
    } catch (error) {
      this.fail(roomId, error);
    }
  }

  apply(roomId: string, action: LogAction): void {
    const before = this.log(roomId);
    const log = reduceLog(before, action);
    if (log === before) return;
    this.put(roomId, log);
  }

  /** For each opened room the last event that is in, to resume from. */
  cursors(limit: number): Record<string, number> {
    const held = Object.entries(this.state().logs).filter(([, log]) => log.cursor !== null);
    return Object.fromEntries(held.slice(-limit).map(([roomId, log]) => [roomId, log.cursor!]));
  }

  /** The gateway says that it will not send these: fetch them. */
  gap(roomId: string, to: number): void {
    const { cursor } = this.log(roomId);
    if (cursor === null) return;
    this.apply(roomId, { type: 'head', head: to });
    void (to - cursor > longestRepair ? this.open(roomId) : this.repair(roomId));
  }

  /** The network or the person is back: nothing waits for its time. */
  wake(): void {
    this.retryFailed();
    for (const [roomId, log] of Object.entries(this.state().logs)) {
      if (missingIn(log) !== 'nothing') void this.repair(roomId);
    }
  }

  retryFailed(): void {
    for (const [roomId, { error }] of Object.entries(this.state().history)) {
      if (error) void this.open(roomId);
    }
  }

  forget(roomId: string): void {
    this.cancel('save', roomId);
    this.cancel('repair', roomId);
    dropLog(this.ports.store, roomId);
    void this.ports.storage.remove(keyOf(roomId));
  }

  stop(): void {
    this.stopped = true;
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
  }

  private async restore(roomId: string): Promise<void> {
    if (this.log(roomId).cursor !== null) return;
    const text = await this.ports.storage.get(keyOf(roomId));
    const stored = text === null ? null : readLog(text);
    if (stored && this.log(roomId).cursor === null) {
      const { ahead, head } = this.log(roomId);
      this.put(roomId, reduceLog(stored, { type: 'events', events: [...ahead.values()] }));
      this.apply(roomId, { type: 'head', head });
    }
  }

  /** Puts the newest page to what is there, or in its place when there would be a hole between. */
  private join(roomId: string, page: MessagePage): void {
    const log = this.log(roomId);
    const action = pageAction(page, null);
    const bottom =
      page.next_cursor === null
        ? 0
        : Math.min(page.as_of_seq + 1, ...page.items.map(({ seq }) => seq));
    const base = touches(log, { before: null, bottom })
      ? log
      : { ...log, cursor: null, floor: emptyLog.floor };
    this.put(roomId, reduceLog(base, action));
  }

  /** A page has messages only; when numbers are missing between them, something else happened there. */
  private async addSystemEvents(roomId: string, page: MessagePage, before: number): Promise<void> {
    const lowest = Math.min(before, ...page.items.map(({ seq }) => seq));
    let after = page.next_cursor === null ? 0 : lowest - 1;
    if (before - 1 - after === page.items.length) return;
    for (let count = 0; count < systemPages && after < before - 1; count += 1) {
      const events = await this.ports.server.events(roomId, after);
      const through = events.length < eventPage ? before - 1 : events.at(-1)!.seq;
      this.apply(roomId, { type: 'range', events, after, through: Math.max(after, through) });
      after = Math.max(after + 1, through);
    }
  }

  private async repair(roomId: string): Promise<void> {
    if (this.repairing.has(roomId) || this.stopped) return;
    this.cancel('repair', roomId);
    this.repairing.add(roomId);
    try {
      while (!this.stopped && missingIn(this.log(roomId)) !== 'nothing')
        await this.fetchMissing(roomId);
      this.failures.delete(roomId);
    } catch (error) {
      this.postpone(roomId, error);
    } finally {
      this.repairing.delete(roomId);
    }
  }

  private async fetchMissing(roomId: string): Promise<void> {
    const { cursor, head } = this.log(roomId);
    const after = cursor ?? 0;
    const events = await this.ports.server.events(roomId, after);
    const last = events.at(-1)?.seq ?? after;
    const through = events.length < eventPage ? Math.max(last, head) : last;
    this.apply(roomId, { type: 'range', events, after, through });
  }

  private postpone(roomId: string, error: unknown): void {
    const failure = failureOf(error);
    if (failure.kind !== 'later') return this.ports.onGone(roomId);
    const count = this.failures.get(roomId) ?? 0;
    this.failures.set(roomId, count + 1);
    const pause = Math.max(failure.after, reconnectDelay(count, this.ports.random));
    this.later('repair', { roomId, pause, work: () => void this.repair(roomId) });
  }

  private put(roomId: string, log: RoomLog): void {
    if (this.stopped) return;
    putLog(this.ports.store, roomId, log);
    this.ports.onApplied(roomId, log);
    this.later('save', { roomId, pause: saveAfter, work: () => this.save(roomId) });
    const missing = missingIn(log);
    if (missing === 'hole') void this.repair(roomId);
    else if (missing === 'nothing') this.cancel('repair', roomId);
    else this.later('repair', { roomId, pause: replayLimit, work: () => void this.repair(roomId) });
  }

  private save(roomId: string): void {
    const text = writeLog(this.log(roomId));
    if (text !== null) void this.ports.storage.put(keyOf(roomId), text);
  }

  private fail(roomId: string, error: unknown): void {
    putHistory(this.ports.store, roomId, { loading: null, error });
    if (failureOf(error).kind === 'gone') this.ports.onGone(roomId);
  }

  /** One timer of a kind and room; while it runs, it is not put off. */
  private later(
    task: Task,
    { roomId, pause, work }: { roomId: string; pause: number; work: () => void },
  ): void {
    const key = `${task}/${roomId}`;
    if (this.stopped || this.timers.has(key)) return;
    const run = () => {
      this.timers.delete(key);
      work();
    };
    this.timers.set(key, this.ports.timers.after(pause, run));
  }

  private cancel(task: Task, roomId: string): void {
    const key = `${task}/${roomId}`;
    this.timers.get(key)?.();
    this.timers.delete(key);
  }

  private log(roomId: string): RoomLog {
    return logOf(this.state(), roomId);
  }

  private state() {
    return this.ports.store.getState();
  }
}

const keyOf = (roomId: string) => `log/${roomId}`;

function pageAction(page: MessagePage, before: number | null): LogAction {
  return {
    type: 'page',
    messages: page.items,
    asOf: page.as_of_seq,
    before,
    complete: page.next_cursor === null,
  };
}

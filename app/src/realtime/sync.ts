import { ApiError } from '@/api/errors';

import { type Random, reconnectDelay } from './backoff';
import { type Failure, failureOf } from './failure';
import { emptyLog, type LogAction, missingIn, reduceLog, type RoomLog } from './room-log';
import { fetchPage, pageAction } from './history-page';
import type { ChatServer, MessagePage } from './server';
import type { Storage } from './storage-port';
import { forgetLog, loadLog, saveLog } from './stored-log';
import { type ChatStore, dropLog, historyOf, logOf, putHistory, putLog, putPeople } from './store';
import { Tasks } from './tasks';
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

/** Keeps the logs of the opened rooms whole: history, holes, and what this device remembers. */
export class Sync {
  private readonly repairing = new Set<string>();
  private readonly tasks: Tasks;
  private readonly failures = new Map<string, number>();
  private stopped = false;

  constructor(private readonly ports: SyncPorts) {
    this.tasks = new Tasks(ports.timers);
  }

  /** The room is looked at: what is remembered at once, then the newest page. */
  async open(roomId: string): Promise<void> {
    if (historyOf(this.state(), roomId).loading) return;
    putHistory(this.ports.store, roomId, { loading: 'first', error: null });
    try {
      await this.restore(roomId);
      const page = await fetchPage(this.ports, roomId, null);
      await this.addSystemEvents(roomId, page, page.as_of_seq + 1);
      this.apply(roomId, pageAction(page, null));
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
      const page = await fetchPage(this.ports, roomId, floor);
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

  /** The place of the member begins here: what is held from before they left is not theirs any more. */
  startsAt(roomId: string, visibleFrom: number): void {
    const { cursor } = this.log(roomId);
    if (cursor === null || visibleFrom <= cursor + 1) return;
    this.put(roomId, emptyLog);
    void this.open(roomId);
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

  /** The messages from a place down, as the server has them now; tells how far down they reach. */
  async loadAgain(roomId: string, upTo: number): Promise<number> {
    const page = await fetchPage(this.ports, roomId, upTo + 1);
    this.apply(roomId, pageAction(page, upTo + 1));
    return Math.min(upTo, ...page.items.map(({ seq }) => seq));
  }

  /** Something was done to the room, and the event about it may not come over the socket. */
  async check(roomId: string): Promise<void> {
    const { cursor } = this.log(roomId);
    if (cursor !== null) await this.fetchEvents(roomId, cursor).catch(() => null);
  }

  /** What is here is not what the server has: the opened rooms are loaded anew. */
  reload(): void {
    for (const roomId of Object.keys(this.state().history)) {
      this.put(roomId, emptyLog);
      void this.open(roomId);
    }
  }

  forget(roomId: string): void {
    this.tasks.cancel(`save/${roomId}`);
    this.tasks.cancel(`repair/${roomId}`);
    dropLog(this.ports.store, roomId);
    void forgetLog(this.ports.storage, roomId);
  }

  stop(): void {
    this.stopped = true;
    this.tasks.stop();
  }

  private async restore(roomId: string): Promise<void> {
    if (this.log(roomId).cursor !== null) return;
    const stored = await loadLog(this.ports.storage, roomId);
    if (stored && this.log(roomId).cursor === null) {
      const { ahead, head } = this.log(roomId);
      this.put(roomId, reduceLog(stored, { type: 'events', events: [...ahead.values()] }));
      this.apply(roomId, { type: 'head', head });
    }
  }

  /** A page has messages only; when numbers are missing between them, something else happened there. */
  private async addSystemEvents(roomId: string, page: MessagePage, before: number): Promise<void> {
    const lowest = Math.min(before, ...page.items.map(({ seq }) => seq));
    let after = page.next_cursor === null ? 0 : lowest - 1;
    if (before - 1 - after === page.items.length) return;
    for (let count = 0; count < systemPages && after < before - 1; count += 1) {
      after = (await this.fetchEvents(roomId, after)) ?? before;
    }
  }

  private async repair(roomId: string): Promise<void> {
    if (this.repairing.has(roomId) || this.stopped) return;
    this.tasks.cancel(`repair/${roomId}`);
    this.repairing.add(roomId);
    try {
      while (!this.stopped && this.isMissing(roomId)) await this.fetchMissing(roomId);
      this.failures.delete(roomId);
    } catch (error) {
      this.postpone(roomId, failureOf(error));
    } finally {
      this.repairing.delete(roomId);
    }
  }

  private isMissing(roomId: string): boolean {
    return missingIn(this.log(roomId)) !== 'nothing';
  }

  private async fetchMissing(roomId: string): Promise<void> {
    const { cursor, head } = this.log(roomId);
    const more = await this.fetchEvents(roomId, cursor ?? 0);
    // The server has no such event for this member: what said so is not believed for ever.
    if (more === null) this.apply(roomId, { type: 'nothing_more', head });
    const stuck = this.log(roomId).cursor === cursor && this.isMissing(roomId);
    if (stuck) throw new ApiError({ status: 503, code: 'events_missing', title: '' });
  }

  /** One page of events; the answer is where the next one starts. */
  private async fetchEvents(roomId: string, after: number): Promise<number | null> {
    const page = await this.ports.server.events(roomId, after);
    putPeople(this.ports.store, page.people);
    const last = page.items.at(-1)?.seq ?? after;
    const isLast = page.next_cursor === null || last === after;
    const through = isLast ? Math.max(last, page.as_of_seq) : last;
    this.apply(roomId, { type: 'range', events: page.items, after, through });
    return isLast ? null : last;
  }

  private postpone(roomId: string, failure: Failure): void {
    if (failure.kind === 'gone') return this.ports.onGone(roomId);
    if (failure.kind === 'refused') return;
    const count = this.failures.get(roomId) ?? 0;
    this.failures.set(roomId, count + 1);
    const pause = Math.max(failure.after, reconnectDelay(count, this.ports.random));
    this.tasks.later(`repair/${roomId}`, pause, () => void this.repair(roomId));
  }

  private put(roomId: string, log: RoomLog): void {
    if (this.stopped) return;
    putLog(this.ports.store, roomId, log);
    this.ports.onApplied(roomId, log);
    this.tasks.later(`save/${roomId}`, saveAfter, () => this.save(roomId));
    const missing = missingIn(log);
    if (missing === 'hole') void this.repair(roomId);
    else if (missing === 'nothing') this.tasks.cancel(`repair/${roomId}`);
    else this.tasks.later(`repair/${roomId}`, replayLimit, () => void this.repair(roomId));
  }

  private save(roomId: string): void {
    void saveLog(this.ports.storage, roomId, this.log(roomId));
  }

  private fail(roomId: string, error: unknown): void {
    putHistory(this.ports.store, roomId, { loading: null, error });
    if (failureOf(error).kind === 'gone') this.ports.onGone(roomId);
  }

  private log(roomId: string): RoomLog {
    return logOf(this.state(), roomId);
  }

  private state() {
    return this.ports.store.getState();
  }
}

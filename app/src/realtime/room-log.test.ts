import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FakeLog } from './fakes/fake-log';
import {
  emptyLog,
  entriesOf,
  type LogAction,
  missingIn,
  reduceLog,
  type RoomLog,
} from './room-log';

const limit = 4;

function pageOf(server: FakeLog, before: number | null): LogAction {
  const page = server.page(before, limit);
  return {
    type: 'page',
    messages: page.items,
    asOf: page.as_of_seq,
    before,
    complete: page.next_cursor === null,
  };
}

function rangeOf(server: FakeLog, after: number): LogAction {
  const events = server.events(after, limit);
  const through = events.length < limit ? server.head : events.at(-1)!.seq;
  return { type: 'range', events, after, through: Math.max(after, through) };
}

/** Appends one event that makes sense where the log is. */
function commit(server: FakeLog, { kind, which }: { kind: number; which: number }): void {
  const messages = server
    .entries()
    .filter((entry) => entry.kind === 'message' && !entry.message.deleted_at);
  const chosen = messages[which % Math.max(1, messages.length)];
  if (kind === 0) server.append({ kind: 'member_left', actor: 'b' });
  else if (chosen && kind === 1)
    server.append({
      kind: 'message_edited',
      actor: 'a',
      message: chosen.key,
      body: `edit ${server.head}`,
    });
  else if (chosen && kind === 2)
    server.append({ kind: 'message_deleted', actor: 'a', message: chosen.key });
  else server.create({ actor: which % 2 ? 'a' : 'b', body: `text ${server.head}` });
}

type Command =
  | { name: 'commit'; kind: number; which: number; lost: boolean }
  | { name: 'deliver'; which: number; again: boolean }
  | { name: 'replay' | 'newest' | 'older' | 'repair' | 'answer'; which: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      name: fc.constant('commit' as const),
      kind: fc.nat(6),
      which: fc.nat(50),
      lost: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      name: fc.constant('deliver' as const),
      which: fc.nat(50),
      again: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      name: fc.constantFrom('replay', 'newest', 'older', 'repair', 'answer'),
      which: fc.nat(50),
    }),
  },
);

/** The wire between server and client: what is on it arrives in any order, any number of times, or never. */
class Run {
  readonly server = new FakeLog('room');
  readonly wire: LogAction[] = [];
  log: RoomLog = emptyLog;

  do(next: Command): void {
    if (next.name === 'commit') this.commit(next);
    else if (next.name === 'deliver') this.deliver(next);
    else if (next.name === 'newest') this.wire.push(pageOf(this.server, null));
    else if (next.name === 'older') this.wire.push(...this.olderPage());
    else if (next.name === 'repair') this.wire.push(rangeOf(this.server, this.log.cursor ?? 0));
    else if (this.server.head > 0) this.push(next);
  }

  apply(action: LogAction): void {
    const before = this.log;
    this.log = reduceLog(before, action);
    checkStep(before, this.log);
  }

  finish(): void {
    this.wire.splice(0).forEach((action) => this.apply(action));
    if (this.log.cursor === null) this.apply(pageOf(this.server, null));
    this.apply({ type: 'head', head: this.server.head });
    while (missingIn(this.log) !== 'nothing') this.apply(rangeOf(this.server, this.log.cursor!));
    while (this.log.floor > 0) this.apply(pageOf(this.server, this.log.floor));
    for (let after = 0; after < this.server.head; after += limit)
      this.apply(rangeOf(this.server, after));
  }

  private commit(next: { kind: number; which: number; lost: boolean }): void {
    commit(this.server, next);
    const { head } = this.server;
    if (!next.lost) this.wire.push({ type: 'events', events: [this.server.event(head)] });
  }

  private deliver({ which, again }: { which: number; again: boolean }): void {
    const index = which % Math.max(1, this.wire.length);
    const action = this.wire[index];
    if (!action) return;
    if (!again) this.wire.splice(index, 1);
    this.apply(action);
  }

  private olderPage(): LogAction[] {
    return Number.isFinite(this.log.floor) && this.log.floor > 0
      ? [pageOf(this.server, this.log.floor)]
      : [];
  }

  private push({ name, which }: { name: string; which: number }): void {
    const seq = (which % this.server.head) + 1;
    if (name === 'replay')
      this.wire.push({ type: 'events', events: this.server.events(seq - 1, limit) });
    const { message } = this.server.event(seq, this.server.head);
    if (name === 'answer' && message) this.wire.push({ type: 'message', message });
  }
}

function checkStep(before: RoomLog, after: RoomLog): void {
  const seqs = entriesOf(after).map((entry) => entry.seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other));
  expect(after.cursor ?? 0).toBeGreaterThanOrEqual(before.cursor ?? 0);
  // The list only grows at its old end, unless it starts anew behind a hole.
  const isAnew = after.floor > (before.cursor ?? -1);
  if (!isAnew) expect(after.floor).toBeLessThanOrEqual(before.floor);
  for (const [key, entry] of before.entries) {
    const now = after.entries.get(key);
    if (entry.kind === 'message' && now?.kind === 'message') {
      expect(now.message.changed_seq).toBeGreaterThanOrEqual(entry.message.changed_seq);
    }
  }
}

describe('the log of a room', () => {
  it('is the server’s log after any interleaving of live, replayed, lost and doubled events and REST pages', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const run = new Run();
        commands.forEach((next) => run.do(next));
        run.finish();
        expect(entriesOf(run.log)).toEqual(run.server.entries());
      }),
      { numRuns: 400 },
    );
  });

  it('shows nothing behind a hole until the hole is filled', () => {
    const server = new FakeLog('room');
    for (const body of ['one', 'two', 'three']) server.create({ actor: 'a', body });
    let log = reduceLog(emptyLog, {
      type: 'page',
      messages: [],
      asOf: 0,
      before: null,
      complete: true,
    });
    log = reduceLog(log, { type: 'events', events: [server.event(1), server.event(3)] });
    expect(missingIn(log)).toBe('hole');
    expect(entriesOf(log).map(({ seq }) => seq)).toEqual([1]);
    log = reduceLog(log, { type: 'range', events: [server.event(2)], after: 1, through: 2 });
    expect(missingIn(log)).toBe('nothing');
    expect(entriesOf(log).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('steps over numbers that the server does not show to this member', () => {
    const log = reduceLog(
      { ...emptyLog, cursor: 3, floor: 0, head: 9 },
      { type: 'range', events: [], after: 3, through: 9 },
    );
    expect(missingIn(log)).toBe('nothing');
    expect(log.cursor).toBe(9);
  });

  it('shows nothing of what is hidden, whether it comes live or on a page, and misses no number', () => {
    const server = new FakeLog('room');
    for (const body of ['one', 'two', 'three']) server.create({ actor: 'a', body });
    const veiled = { ...server.message('message-room-2'), body: '', hidden: true };
    const page = { asOf: 2, before: null, complete: true } as const;
    let log = reduceLog(emptyLog, {
      type: 'page',
      messages: [veiled, server.message('message-room-1')],
      ...page,
    });
    const event = { ...server.event(3), hidden: true, actor_id: null, message: null };
    log = reduceLog(log, { type: 'events', events: [event] });
    expect(missingIn(log)).toBe('nothing');
    expect(log.cursor).toBe(3);
    expect(entriesOf(log).map(({ seq }) => seq)).toEqual([1]);
  });

  it('keeps a bounded number of events behind a hole and finds the others by their numbers', () => {
    const server = new FakeLog('room');
    for (let count = 0; count < 600; count += 1) server.create({ actor: 'a', body: `${count}` });
    let log = reduceLog(emptyLog, {
      type: 'page',
      messages: [],
      asOf: 0,
      before: null,
      complete: true,
    });
    log = reduceLog(log, { type: 'events', events: server.events(1, 600) });
    expect(log.ahead.size).toBe(256);
    while (missingIn(log) !== 'nothing') log = reduceLog(log, rangeOf(server, log.cursor!));
    expect(entriesOf(log)).toEqual(server.entries());
  });

  it('takes younger picture addresses of the same state', () => {
    const server = new FakeLog('room');
    server.create({ actor: 'a', body: '' });
    const picture = (expires_at: string) => ({
      id: 'm',
      width: 1,
      height: 1,
      blurhash: null,
      variants: {},
      expires_at,
    });
    const at = (expires_at: string) => ({
      ...server.message('message-room-1'),
      media: [picture(expires_at)],
    });
    let log = reduceLog(emptyLog, { type: 'message', message: at('2026-01-01T00:05:00Z') });
    log = reduceLog(log, { type: 'message', message: at('2026-01-01T00:10:00Z') });
    log = reduceLog(log, { type: 'message', message: at('2026-01-01T00:05:00Z') });
    const [entry] = log.entries.values();
    expect(entry?.kind === 'message' && entry.message.media[0]?.expires_at).toBe(
      '2026-01-01T00:10:00Z',
    );
  });
});

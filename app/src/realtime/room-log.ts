import type { MessageView, RoomEventKind, RoomEventView } from './frames';

/** What stands in a room at the place `seq`: a message in its newest state, or something that happened there. */
export type Entry =
  | { kind: 'message'; key: string; seq: number; message: MessageView }
  | { kind: 'system'; key: string; seq: number; event: RoomEventView };

/**
 * What this device knows of a room's event log. All events up to `cursor` are in; `null` before the first page. The
 * list is whole from `floor` to `cursor`; what lies outside is kept but not shown. `head` is the newest number that
 * was ever heard of, `ahead` waits behind a hole.
 */
export type RoomLog = {
  cursor: number | null;
  head: number;
  /** 0 when nothing older is left to load. */
  floor: number;
  entries: ReadonlyMap<string, Entry>;
  ahead: ReadonlyMap<number, RoomEventView>;
};

export type LogAction =
  /** One page of history: `messages` are all that lie before `before` (or before the end), as they were at `asOf`. */
  | {
      type: 'page';
      messages: readonly MessageView[];
      /** What they answer, from anywhere in the room. */
      quoted?: readonly MessageView[];
      asOf: number;
      before: number | null;
      complete: boolean;
    }
  /** Events from the socket, in any order, any number of times. */
  | { type: 'events'; events: readonly RoomEventView[] }
  /** All events after `after` up to `through`; a number that is missing here is not for this member's eyes. */
  | { type: 'range'; events: readonly RoomEventView[]; after: number; through: number }
  /** What the server answered to a send or an edit; the event about it may come sooner or later. */
  | { type: 'message'; message: MessageView }
  /** How far the room is by now. */
  | { type: 'head'; head: number }
  /** The server was asked when `head` was known and has nothing behind the cursor. */
  | { type: 'nothing_more'; head: number };

export const emptyLog: RoomLog = {
  cursor: null,
  head: 0,
  floor: Number.POSITIVE_INFINITY,
  entries: new Map(),
  ahead: new Map(),
};

/** Of what waits behind a hole only the next so many are kept: the repair fetches the others anyway. */
const aheadLimit = 256;

type Entries = Map<string, Entry>;

const handlers: {
  [Type in LogAction['type']]: (
    log: RoomLog,
    action: Extract<LogAction, { type: Type }>,
  ) => RoomLog;
} = {
  page(log, { messages, quoted = [], asOf, before, complete }) {
    const entries: Entries = new Map(log.entries);
    for (const message of [...quoted, ...messages]) putMessage(entries, message);
    const lowest = Math.min(before ?? asOf + 1, ...messages.map((message) => message.seq));
    const bottom = complete ? 0 : lowest;
    const head = Math.max(log.head, asOf);
    const touches =
      log.cursor !== null && (before === null ? bottom <= log.cursor + 1 : before >= log.floor);
    // With a hole between, the newest page is where the list starts anew; an older one has to wait for its neighbour.
    if (!touches && before === null)
      return drain({ ...log, entries, cursor: asOf, head, floor: bottom });
    return { ...log, entries, head, floor: touches ? Math.min(log.floor, bottom) : log.floor };
  },

  events(log, { events }) {
    const ahead = new Map(log.ahead);
    for (const event of events) ahead.set(event.seq, event);
    return drain({ ...log, ahead, head: Math.max(log.head, ...ahead.keys()) });
  },

  range(log, { events, after, through }) {
    const entries: Entries = new Map(log.entries);
    for (const event of events) putEvent(entries, event);
    const joins = log.cursor !== null && after <= log.cursor && log.cursor < through;
    const cursor = joins ? through : log.cursor;
    return drain({ ...log, entries, cursor, head: Math.max(log.head, through) });
  },

  message(log, { message }) {
    const entries: Entries = new Map(log.entries);
    putMessage(entries, message);
    return { ...log, entries, head: Math.max(log.head, message.changed_seq) };
  },

  head: (log, { head }) => (head > log.head ? { ...log, head } : log),

  nothing_more: (log, { head }) =>
    log.cursor !== null && log.head === head && log.ahead.size === 0
      ? { ...log, head: log.cursor }
      : log,
};

/** (log, action) → log. Joining the same thing twice, or older things after newer ones, changes nothing. */
export function reduceLog(log: RoomLog, action: LogAction): RoomLog {
  return (handlers[action.type] as (log: RoomLog, action: LogAction) => RoomLog)(log, action);
}

/** Takes in what waits in `ahead` as far as the numbers follow each other. */
function drain(log: RoomLog): RoomLog {
  if (log.ahead.size === 0) return log;
  const waiting = [...log.ahead].sort(([one], [other]) => one - other);
  if (log.cursor === null) return { ...log, ahead: new Map(waiting.slice(-aheadLimit)) };
  const entries: Entries = new Map(log.entries);
  let { cursor } = log;
  let taken = 0;
  for (const [seq, event] of waiting) {
    if (seq > cursor + 1) break;
    putEvent(entries, event);
    cursor = Math.max(cursor, seq);
    taken += 1;
  }
  return { ...log, entries, cursor, ahead: new Map(waiting.slice(taken, taken + aheadLimit)) };
}

const shown: ReadonlySet<RoomEventKind> = new Set<RoomEventKind>([
  'member_joined',
  'member_left',
  'member_removed',
  'member_promoted',
  'member_demoted',
  'owner_changed',
  'room_created',
  'room_updated',
  'room_closed',
]);

function putEvent(entries: Entries, event: RoomEventView): void {
  if (event.hidden) return;
  if (event.message) putMessage(entries, event.message);
  else if (shown.has(event.kind)) {
    const key = `event-${event.seq}`;
    entries.set(key, { kind: 'system', key, seq: event.seq, event });
  }
}

function putMessage(entries: Entries, message: MessageView): void {
  // Between this member and its sender there is a block: it has a place in the log and nothing to show.
  if (message.hidden) return void entries.delete(message.id);
  const known = entries.get(message.id);
  if (known?.kind === 'message' && !isNewer(message, known.message)) return;
  entries.set(message.id, { kind: 'message', key: message.id, seq: message.seq, message });
}

/** The same state may come again with younger addresses of its pictures. */
function isNewer(message: MessageView, known: MessageView): boolean {
  if (message.changed_seq !== known.changed_seq) return message.changed_seq > known.changed_seq;
  return expiryOf(message) > expiryOf(known);
}

/** Until when the addresses of what a message shows are good. */
export function expiryOf(message: Pick<MessageView, 'media' | 'files' | 'preview'>): string {
  const { media, files, preview } = message;
  return (media[0] ?? files[0] ?? preview?.image)?.expires_at ?? '';
}

/** Whether events are known to exist that are not in, and whether later ones already came. */
export function missingIn(log: RoomLog): 'nothing' | 'newest' | 'hole' {
  if (log.cursor === null || log.cursor >= log.head) return 'nothing';
  return log.ahead.size > 0 ? 'hole' : 'newest';
}

const listed = new WeakMap<RoomLog, readonly Entry[]>();

/** What the room shows, oldest first. */
export function entriesOf(log: RoomLog): readonly Entry[] {
  const known = listed.get(log);
  if (known) return known;
  const end = log.cursor ?? -1;
  const list = [...log.entries.values()]
    .filter((entry) => entry.seq >= log.floor && entry.seq <= end)
    .sort((one, other) => one.seq - other.seq);
  listed.set(log, list);
  return list;
}

export function findMessage(log: RoomLog, id: string): MessageView | undefined {
  const entry = log.entries.get(id);
  return entry?.kind === 'message' ? entry.message : undefined;
}

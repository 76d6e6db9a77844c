import type { Entry, MessageView, Outgoing, RoomEventView } from '@/realtime';

/** What the conversation shows, line by line. `first` and `last` of a run of messages of one person in one minute. */
export type Line =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'system'; key: string; event: RoomEventView }
  | {
      kind: 'message';
      key: string;
      message: MessageView;
      own: boolean;
      first: boolean;
      last: boolean;
    }
  | { kind: 'outgoing'; key: string; item: Outgoing; first: boolean };

type Parts = {
  entries: readonly Entry[];
  outgoing: readonly Outgoing[];
  memberId: string;
  /** In a group everybody who comes is told; with two, only who came back. */
  isGroup?: boolean;
  /** How far the member had read, and how far the room was, when it was opened. */
  opened: { readSeq: number; headSeq: number };
};

export function toLines({ entries, outgoing, memberId, opened, isGroup }: Parts): Line[] {
  const lines: Line[] = [];
  const shown = entries.filter(
    (entry, index) =>
      entry.kind === 'message' ||
      (isGroup ? !isFounder(entry.event, entries[index - 1]) : isTold(entry.event)),
  );
  const unreadAt = shown.findIndex((entry) => wasUnread(entry, { memberId, opened }));
  shown.forEach((entry, index) => {
    const before = shown[index - 1];
    if (!before || dayOf(before) !== dayOf(entry)) {
      lines.push({ kind: 'day', key: `day-${dayOf(entry)}`, at: timeOf(entry) });
    }
    // With nothing read above it, the line would say what everybody sees.
    if (index === unreadAt && index > 0) lines.push({ kind: 'unread', key: 'unread' });
    lines.push(toLine(entry, { before, after: shown[index + 1], memberId }));
  });
  return [...lines, ...toOutgoing(outgoing, shown, memberId)];
}

/** Who the room began with needs no telling, only who came back. */
function isTold(event: RoomEventView): boolean {
  return event.kind !== 'member_joined' || event.data.reopened === true;
}

/** Who made a group is in it. */
function isFounder(event: RoomEventView, before: Entry | undefined): boolean {
  const made = before?.kind === 'system' && before.event.kind === 'room_created';
  return made && event.kind === 'member_joined' && event.actor_id === before.event.actor_id;
}

/** What comes in while somebody looks is no news to mark. */
function wasUnread(
  entry: Entry,
  { memberId, opened }: Pick<Parts, 'memberId' | 'opened'>,
): boolean {
  if (entry.kind !== 'message' || entry.message.sender_id === memberId) return false;
  return entry.seq > opened.readSeq && entry.seq <= opened.headSeq;
}

type Around = { before?: Entry; after?: Entry; memberId: string };

function toLine(entry: Entry, { before, after, memberId }: Around): Line {
  if (entry.kind === 'system') return entry;
  const { message } = entry;
  const own = message.sender_id === memberId;
  return {
    kind: 'message',
    key: keyOfMessage(message, memberId),
    message,
    own,
    first: !isRun(before, entry),
    last: !isRun(entry, after),
  };
}

/** A message of mine keeps the name that it had on its way, so that its bubble stays the same one. */
export function keyOfMessage(message: MessageView, memberId: string): string {
  return message.sender_id === memberId ? message.client_id : message.id;
}

/** Whether two neighbours are of one person and one minute. */
function isRun(one: Entry | undefined, other: Entry | undefined): boolean {
  if (one?.kind !== 'message' || other?.kind !== 'message') return false;
  return one.message.sender_id === other.message.sender_id && minuteOf(one) === minuteOf(other);
}

function toOutgoing(
  outgoing: readonly Outgoing[],
  entries: readonly Entry[],
  memberId: string,
): Line[] {
  const arrived = new Set(
    entries.flatMap((entry) =>
      entry.kind === 'message' && entry.message.sender_id === memberId
        ? [entry.message.client_id]
        : [],
    ),
  );
  return outgoing
    .filter(({ client_id }) => !arrived.has(client_id))
    .map((item, index) => ({ kind: 'outgoing', key: item.client_id, item, first: index === 0 }));
}

function timeOf(entry: Entry): string {
  return entry.kind === 'message' ? entry.message.created_at : entry.event.created_at;
}

/** In the reader's own time zone. */
function dayOf(entry: Entry): string {
  return new Date(timeOf(entry)).toDateString();
}

function minuteOf(entry: Entry): number {
  return Math.floor(new Date(timeOf(entry)).getTime() / 60_000);
}

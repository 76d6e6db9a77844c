import type { MessageView, RoomEventKind, RoomEventView } from '../frames';
import type { Entry } from '../room-log';
import type { EventPage, MessagePage } from '../server';

type Change = {
  kind: RoomEventKind;
  actor: string;
  message?: string;
  body?: string;
  clientId?: string;
  emoji?: string;
  replyTo?: { id: string; seq: number } | null;
};

/** A room's log as the server keeps it, with what its routes would answer at any moment. */
export class FakeLog {
  readonly changes: Change[] = [];

  constructor(readonly roomId: string) {}

  get head(): number {
    return this.changes.length;
  }

  append(change: Change): number {
    return this.changes.push(change);
  }

  create({
    actor,
    body,
    clientId = `client-${this.head + 1}`,
    replyTo = null,
  }: Pick<Change, 'actor' | 'clientId' | 'replyTo'> & { body: string }) {
    const message = `message-${this.roomId}-${this.head + 1}`;
    return this.append({ kind: 'message_created', actor, message, body, clientId, replyTo });
  }

  /** The message as it is after event number `now`. */
  message(id: string, now = this.head): MessageView {
    const created = this.changes.findIndex((change) => change.message === id);
    const about = this.changes
      .slice(0, now)
      .map((change, index) => ({ ...change, seq: index + 1 }));
    const last = about.findLast((change) => change.message === id)!;
    const said = about.findLast((change) => change.message === id && change.body !== undefined);
    const deleted = about.some(
      (change) => change.message === id && change.kind === 'message_deleted',
    );
    const first = this.changes[created]!;
    return {
      id,
      room_id: this.roomId,
      seq: created + 1,
      changed_seq: last.seq,
      message_no: created + 1,
      sender_id: first.actor,
      client_id: first.clientId ?? '',
      body: deleted ? '' : (said?.body ?? ''),
      media: [],
      files: [],
      preview: null,
      reply_to: deleted ? null : (first.replyTo ?? null),
      reactions: deleted ? [] : reactionsOf(about.filter((change) => change.message === id)),
      created_at: '2026-03-02T00:00:00Z',
      edited_at: null,
      deleted_at: deleted ? '2026-03-02T00:00:00Z' : null,
      hidden: false,
    };
  }

  /** Event number `seq`; its message is shown as of `now`, which is what a replay does. */
  event(seq: number, now = seq): RoomEventView {
    const { kind, actor, message } = this.changes[seq - 1]!;
    return {
      room_id: this.roomId,
      seq,
      kind,
      actor_id: actor,
      created_at: '2026-03-02T00:00:00Z',
      message: message ? this.message(message, now) : null,
      data: {},
      hidden: false,
    };
  }

  events(after: number, limit: number): RoomEventView[] {
    const seqs = Array.from({ length: this.head }, (_, index) => index + 1);
    return seqs
      .filter((seq) => seq > after)
      .slice(0, limit)
      .map((seq) => this.event(seq, this.head));
  }

  eventPage(after: number, limit: number): EventPage {
    const items = this.events(after, limit);
    const last = items.at(-1)?.seq ?? after;
    return {
      items,
      people: [],
      next_cursor: last < this.head ? `${last}` : null,
      as_of_seq: this.head,
    };
  }

  page(before: number | null, limit: number): MessagePage {
    const created = this.changes.flatMap((change, index) =>
      change.kind === 'message_created' ? [index + 1] : [],
    );
    const older = created.filter((seq) => before === null || seq < before).reverse();
    const items = older.slice(0, limit).map((seq) => this.message(this.changes[seq - 1]!.message!));
    const quoted = items
      .flatMap(({ reply_to }) => (reply_to ? [this.message(reply_to.id)] : []))
      .filter(({ id }) => items.every((item) => item.id !== id));
    const next_cursor = older.length > limit ? 'more' : null;
    return { items, quoted, people: [], next_cursor, newer_cursor: null, as_of_seq: this.head };
  }

  /** What every screen must show in the end. */
  entries(): Entry[] {
    return this.events(0, this.head).flatMap((event): Entry[] => {
      if (event.kind === 'message_created') {
        const message = event.message!;
        return [{ kind: 'message', key: message.id, seq: event.seq, message }];
      }
      return event.message
        ? []
        : [{ kind: 'system', key: `event-${event.seq}`, seq: event.seq, event }];
    });
  }
}

function reactionsOf(changes: readonly Change[]): MessageView['reactions'] {
  const members = new Map<string, string[]>();
  for (const { kind, emoji = '', actor } of changes) {
    const others = (members.get(emoji) ?? []).filter((one) => one !== actor);
    if (kind === 'reaction_added') members.set(emoji, [...others, actor]);
    if (kind === 'reaction_removed') members.set(emoji, others);
  }
  return [...members]
    .filter(([, ids]) => ids.length > 0)
    .map(([emoji, member_ids]) => ({ emoji, member_ids }));
}

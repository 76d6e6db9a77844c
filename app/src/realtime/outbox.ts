import type { FileView, MediaView } from '@/api/types';

import type { MessageView } from './frames';

/** A message on its way. `sent` stays until the room's log shows it, so that it never blinks away in between. */
export type Outgoing = {
  client_id: string;
  room_id: string;
  body: string;
  media: readonly MediaView[];
  files?: readonly FileView[];
  /** What it answers. */
  reply_to?: MessageView['reply_to'];
  /** Milliseconds since 1970; also the order of the messages of a room. */
  created_at: number;
  attempt: number;
  state: { name: 'sending' } | { name: 'sent'; seq: number } | { name: 'failed'; code: string };
};

export type Outbox = readonly Outgoing[];

export type OutboxEvent =
  | { type: 'loaded'; items: readonly Outgoing[] }
  | { type: 'queued'; item: Outgoing }
  | { type: 'acknowledged'; client_id: string; message: MessageView }
  | { type: 'postponed'; client_id: string }
  | { type: 'refused'; client_id: string; code: string }
  | { type: 'retried'; client_id: string; now: number }
  | { type: 'discarded'; client_id: string }
  /** The room's log shows everything up to `cursor`. */
  | { type: 'shown'; room_id: string; cursor: number };

/** How long a message without an answer is repeated before the person is asked. */
export const giveUpAfter = 24 * 60 * 60 * 1_000;

const handlers: {
  [Type in OutboxEvent['type']]: (
    outbox: Outbox,
    event: Extract<OutboxEvent, { type: Type }>,
  ) => Outbox;
} = {
  loaded: (outbox, { items }) => {
    const known = new Set(outbox.map((item) => item.client_id));
    return [...items.filter((item) => !known.has(item.client_id)), ...outbox].sort(byTime);
  },
  queued: (outbox, { item }) => [...outbox, item],
  acknowledged: (outbox, { client_id, message }) =>
    change(outbox, client_id, (item) => ({ ...item, state: { name: 'sent', seq: message.seq } })),
  postponed: (outbox, { client_id }) =>
    change(outbox, client_id, (item) => ({ ...item, attempt: item.attempt + 1 })),
  refused: (outbox, { client_id, code }) =>
    change(outbox, client_id, (item) => ({ ...item, state: { name: 'failed', code } })),
  // The time moves too: it goes behind what was written since, and has its 24 hours again. The id never changes.
  retried: (outbox, { client_id, now }) =>
    change(outbox, client_id, (item) =>
      item.state.name === 'failed'
        ? { ...item, created_at: now, attempt: 0, state: { name: 'sending' } }
        : item,
    ).sort(byTime),
  discarded: (outbox, { client_id }) => outbox.filter((item) => item.client_id !== client_id),
  shown: (outbox, { room_id, cursor }) => {
    const rest = outbox.filter(
      (item) => item.room_id !== room_id || item.state.name !== 'sent' || item.state.seq > cursor,
    );
    return rest.length === outbox.length ? outbox : rest;
  },
};

export function reduceOutbox(outbox: Outbox, event: OutboxEvent): Outbox {
  return (handlers[event.type] as (outbox: Outbox, event: OutboxEvent) => Outbox)(outbox, event);
}

/** The message of a room that is sent next; the others wait for it, so that they arrive in the order they were written. */
export function nextToSend(outbox: Outbox, roomId: string): Outgoing | undefined {
  return outbox.find((item) => item.room_id === roomId && item.state.name === 'sending');
}

function change(outbox: Outbox, clientId: string, how: (item: Outgoing) => Outgoing): Outgoing[] {
  return outbox.map((item) => (item.client_id === clientId ? how(item) : item));
}

function byTime(one: Outgoing, other: Outgoing): number {
  return one.created_at - other.created_at;
}

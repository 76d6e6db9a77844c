import { describe, expect, it } from 'vitest';

import type { Entry, MessageView, Outgoing, RoomEventView } from '@/realtime';

import { type Line, toLines } from './timeline';

const message = (seq: number, change: Partial<MessageView> = {}): Entry => ({
  kind: 'message',
  key: `m${seq}`,
  seq,
  message: {
    id: `m${seq}`,
    room_id: 'room',
    seq,
    changed_seq: seq,
    message_no: seq,
    sender_id: 'bob',
    client_id: `c${seq}`,
    body: 'text',
    media: [],
    created_at: '2026-03-02T09:54:10',
    files: [],
    preview: null,
    reply_to: null,
    reactions: [],
    edited_at: null,
    deleted_at: null,
    hidden: false,
    ...change,
  },
});

const system = (seq: number, change: Pick<RoomEventView, 'kind' | 'data'>): Entry => ({
  kind: 'system',
  key: `event-${seq}`,
  seq,
  event: {
    room_id: 'room',
    seq,
    actor_id: 'bob',
    created_at: '2026-03-02T09:00:00',
    message: null,
    hidden: false,
    ...change,
  },
});

const created = (seq: number) => system(seq, { kind: 'room_created', data: {} });
const joined = (seq: number, reopened: boolean) =>
  system(seq, { kind: 'member_joined', data: { member_id: 'bob', reopened } });

const waiting = (client_id: string): Outgoing => ({
  client_id,
  room_id: 'room',
  body: 'text',
  media: [],
  created_at: 0,
  attempt: 0,
  state: { name: 'sending' },
});

const lines = (
  entries: Entry[],
  { outgoing = [] as Outgoing[], readSeq = 99, headSeq = 99, isGroup = false } = {},
) => toLines({ entries, outgoing, memberId: 'ann', isGroup, opened: { readSeq, headSeq } });

const kinds = (list: Line[]) => list.map(({ kind }) => kind);

describe('the lines of a conversation', () => {
  it('begin every day with its date', () => {
    const list = lines([message(1), message(2), message(3, { created_at: '2026-03-03T00:00:01' })]);
    expect(kinds(list)).toEqual(['day', 'message', 'message', 'day', 'message']);
  });

  it('join what one person says in one minute', () => {
    const list = lines([
      message(1),
      message(2),
      message(3, { sender_id: 'ann' }),
      message(4, { sender_id: 'ann', created_at: '2026-03-02T09:55:00' }),
    ]);
    const runs = list.flatMap((line) => (line.kind === 'message' ? [[line.first, line.last]] : []));
    expect(runs).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it('mark where the unread ones begin, unless all are', () => {
    const some = lines([message(1), message(2), message(3)], { readSeq: 1 });
    expect(kinds(some)).toEqual(['day', 'message', 'unread', 'message', 'message']);
    expect(kinds(lines([message(1)], { readSeq: 0 }))).toEqual(['day', 'message']);
    const live = lines([message(1), message(2)], { readSeq: 1, headSeq: 1 });
    expect(kinds(live)).toEqual(['day', 'message', 'message']);
  });

  it('do not tell who the room began with, but who came back', () => {
    expect(kinds(lines([joined(1, false), message(2), joined(3, true)]))).toEqual([
      'day',
      'message',
      'system',
    ]);
  });

  it('tell in a group of everybody who comes', () => {
    const list = lines([joined(1, false), message(2)], { isGroup: true });
    expect(kinds(list)).toEqual(['day', 'system', 'message']);
  });

  it('do not tell that who made a group is in it', () => {
    const list = lines([created(1), joined(2, false), joined(3, false)], { isGroup: true });
    expect(kinds(list)).toEqual(['day', 'system', 'system']);
  });

  it('keep the key of a message when it arrives, and show it once', () => {
    const before = lines([], { outgoing: [waiting('c1'), waiting('c2')] });
    const after = lines([message(1, { sender_id: 'ann' })], {
      outgoing: [waiting('c1'), waiting('c2')],
    });
    expect(before.map(({ key }) => key)).toEqual(['c1', 'c2']);
    expect(after.map(({ key }) => key).slice(1)).toEqual(['c1', 'c2']);
    expect(kinds(after)).toEqual(['day', 'message', 'outgoing']);
  });
});

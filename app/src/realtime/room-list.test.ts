import { describe, expect, it } from 'vitest';

import { FakeLog } from './fakes/fake-log';
import {
  applyEvent,
  applyRead,
  mergeRoom,
  type RoomView,
  sortRooms,
  totalUnread,
} from './room-list';

const room = (change: Partial<RoomView> = {}): RoomView => ({
  id: 'room',
  kind: 'direct',
  member: null,
  group: null,
  head_seq: 0,
  unread: 0,
  last_message: null,
  last_sender: null,
  visible_from: 1,
  read_seq: 0,
  other_read_seq: 0,
  muted: false,
  pinned: false,
  auto_translate: false,
  created_at: '2026-03-01T00:00:00Z',
  ...change,
});

function logOf(...bodies: string[]): FakeLog {
  const log = new FakeLog('room');
  bodies.forEach((body) => log.create({ actor: 'bob', body }));
  return log;
}

describe('the line of a room', () => {
  it('counts each message of the other one once', () => {
    const log = logOf('one', 'two');
    const events = [log.event(1), log.event(1), log.event(2), log.event(1)];
    const after = events.reduce((line, event) => applyEvent(line, event, 'ann').room, room());
    expect([after.unread, after.head_seq, after.last_message?.body]).toEqual([2, 2, 'two']);
  });

  it('does not count my own messages, nor what was read on another device', () => {
    const log = logOf('one');
    expect(applyEvent(room(), log.event(1), 'bob').room.unread).toBe(0);
    expect(applyEvent(room({ read_seq: 1 }), log.event(1), 'ann').room.unread).toBe(0);
  });

  it('says that it is stale when events before this one were not seen', () => {
    expect(applyEvent(room(), logOf('one', 'two').event(2), 'ann').stale).toBe(true);
    expect(applyEvent(room({ head_seq: 1 }), logOf('one', 'two').event(2), 'ann').stale).toBe(
      false,
    );
  });

  it('shows an edited or deleted last message, and no older edit over a newer one', () => {
    const log = logOf('one');
    log.append({ kind: 'message_edited', actor: 'bob', message: 'message-room-1', body: 'edited' });
    log.append({ kind: 'message_deleted', actor: 'bob', message: 'message-room-1' });
    const seen = [1, 3, 2].reduce(
      (line, seq) => applyEvent(line, log.event(seq), 'ann').room,
      room(),
    );
    expect(seen.last_message?.deleted_at).not.toBeNull();
  });

  it('counts no message that was taken back before it was read', () => {
    const log = logOf('one', 'two');
    log.append({ kind: 'message_deleted', actor: 'bob', message: 'message-room-2' });
    const unread = (start: RoomView) =>
      [1, 2, 3].reduce((line, seq) => applyEvent(line, log.event(seq), 'ann').room, start).unread;
    expect(unread(room())).toBe(1);
    expect(unread(room({ read_seq: 2 }))).toBe(0);
  });

  it('goes on over what is hidden, and shows and counts nothing of it', () => {
    const log = logOf('one', 'two');
    const hidden = { ...log.event(2), hidden: true, message: null, actor_id: null };
    const before = applyEvent(room(), log.event(1), 'ann').room;
    const { room: after, stale } = applyEvent(before, hidden, 'ann');
    expect(stale).toBe(false);
    expect([after.head_seq, after.unread, after.last_message?.body]).toEqual([2, 1, 'one']);
  });

  it('moves read marks forward only', () => {
    const unread = room({ unread: 2, last_message: logOf('one', 'two').message('message-room-2') });
    expect(applyRead(unread, { seq: 2, mine: true })).toMatchObject({ read_seq: 2, unread: 0 });
    expect(applyRead(unread, { seq: 1, mine: true })).toMatchObject({ read_seq: 1, unread: 2 });
    expect(applyRead(room({ other_read_seq: 5 }), { seq: 3, mine: false }).other_read_seq).toBe(5);
  });

  it('keeps what is newer here when an older answer comes late', () => {
    const here = room({ head_seq: 5, unread: 3 });
    expect(mergeRoom(here, room({ head_seq: 4, muted: true }))).toMatchObject({
      head_seq: 5,
      unread: 3,
      muted: true,
    });
    expect(mergeRoom(here, room({ head_seq: 6, unread: 1 })).unread).toBe(1);
  });

  it('stands where the newest message puts it, pinned rooms first, and muted rooms do not call', () => {
    const rooms = {
      old: room({ id: 'old', created_at: '2026-01-01T00:00:00Z', unread: 1 }),
      pinned: room({ id: 'pinned', created_at: '2025-01-01T00:00:00Z', pinned: true }),
      new: room({
        id: 'new',
        last_message: logOf('hi').message('message-room-1'),
        muted: true,
        unread: 4,
      }),
    };
    expect(sortRooms(rooms).map(({ id }) => id)).toEqual(['pinned', 'new', 'old']);
    expect(totalUnread(rooms)).toBe(1);
  });
});

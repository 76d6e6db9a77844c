import { describe, expect, it } from 'vitest';

import { FakeLog } from './fakes/fake-log';
import { FakeTime } from './fakes/fake-time';
import type { RoomEventView } from './frames';
import { MemberSync, type RoomMember } from './member-sync';
import type { ChatServer, MemberPage } from './server';
import { createChatStore } from './store';

const member = (id: string, read_seq = 0): RoomMember => ({
  member_id: id,
  member: null,
  role: 'member',
  read_seq,
  joined_at: '2026-03-02T00:00:00Z',
});

function setUp() {
  const time = new FakeTime();
  const store = createChatStore();
  const asked: (string | null)[] = [];
  let delay = 0;
  const pages: (MemberPage | Error)[] = [
    { items: [member('ann'), member('bob')], next_cursor: null },
  ];
  const server = {
    members: async (_room: string, cursor: string | null) => {
      asked.push(cursor);
      if (delay) await new Promise<void>((done) => void time.after(delay, done));
      const page = pages.length > 1 ? pages.shift()! : pages[0]!;
      if (page instanceof Error) throw page;
      return page;
    },
  } as Partial<ChatServer> as ChatServer;
  const sync = new MemberSync({ store, server, timers: time });
  const shown = () => store.getState().members['room'];
  const answerAfter = (milliseconds: number) => void (delay = milliseconds);
  return { time, asked, pages, sync, shown, answerAfter };
}

function joinedEvent(change: Partial<RoomEventView> = {}): RoomEventView {
  const log = new FakeLog('room');
  log.append({ kind: 'member_joined', actor: 'cy' });
  return { ...log.event(1), ...change };
}

describe('who is in a group that is looked at', () => {
  it('is read page by page', async () => {
    const { sync, pages, asked, shown } = setUp();
    pages.unshift({ items: [member('cy')], next_cursor: 'more' });
    await sync.load('room');
    expect(asked).toEqual([null, 'more']);
    expect(shown()?.map(({ member_id }) => member_id)).toEqual(['cy', 'ann', 'bob']);
  });

  it('is asked for once after many changes at once, and never for rooms that nobody looks at', async () => {
    const { sync, time, asked } = setUp();
    sync.event(joinedEvent());
    await time.pass(1000);
    expect(asked).toHaveLength(0);
    await sync.load('room');
    for (let count = 0; count < 5; count += 1) sync.event(joinedEvent());
    await time.pass(1000);
    expect(asked).toHaveLength(2);
  });

  it('is asked for again after a change while it was on its way', async () => {
    const { sync, time, asked, answerAfter } = setUp();
    await sync.load('room');
    answerAfter(1000);
    void sync.load('room');
    sync.event(joinedEvent());
    await time.pass(5000);
    expect(asked).toHaveLength(3);
  });

  it('is asked for when somebody unknown speaks, and not for what is hidden', async () => {
    const { sync, time, asked } = setUp();
    await sync.load('room');
    const log = new FakeLog('room');
    log.create({ actor: 'stranger', body: 'hello' });
    sync.event({ ...log.event(1), hidden: true, message: null });
    await time.pass(1000);
    expect(asked).toHaveLength(1);
    sync.event(log.event(1));
    await time.pass(1000);
    expect(asked).toHaveLength(2);
  });

  it('moves the marks of others forward only', async () => {
    const { sync, shown } = setUp();
    await sync.load('room');
    sync.read('room', 'bob', 5);
    sync.read('room', 'bob', 3);
    sync.read('room', 'nobody', 9);
    expect(shown()?.map(({ read_seq }) => read_seq)).toEqual([0, 5]);
  });

  it('stays as it was when the server does not answer', async () => {
    const { sync, pages, shown } = setUp();
    await sync.load('room');
    pages.splice(0, 1, new Error('offline'));
    await sync.load('room');
    expect(shown()).toHaveLength(2);
  });
});

import { describe, expect, it } from 'vitest';

import { FakeServer } from './fakes/fake-server';
import { FakeTime } from './fakes/fake-time';
import type { ClientFrame } from './frames';
import { Nearby, typingFor } from './nearby';
import { createChatStore } from './store';

function setUp() {
  const time = new FakeTime();
  const store = createChatStore();
  const said: ClientFrame[] = [];
  const server = new FakeServer(time, () => 0.5).chat('me');
  const nearby = new Nearby({
    store,
    server,
    timers: time,
    memberId: 'me',
    say: (frame) => said.push(frame),
  });
  const typists = () => store.getState().typing.room ?? [];
  return { time, store, said, nearby, typists };
}

describe('who is nearby', () => {
  it('shows who writes until they were silent for a while', async () => {
    const { time, nearby, typists } = setUp();
    nearby.typing('room', 'ann');
    await time.pass(typingFor - 1);
    nearby.typing('room', 'ann');
    nearby.typing('room', 'me');
    await time.pass(typingFor - 1);
    expect(typists()).toEqual(['ann']);
    await time.pass(2);
    expect(typists()).toEqual([]);
  });

  it('shows it no longer when the message is there', () => {
    const { nearby, typists } = setUp();
    nearby.typing('room', 'ann');
    nearby.typing('room', 'bob');
    nearby.stopped('room', 'ann');
    expect(typists()).toEqual(['bob']);
  });

  it('tells others now and then while somebody writes, and at once after a message', async () => {
    const { time, said, nearby } = setUp();
    for (let count = 0; count < 10; count += 1) {
      nearby.writes('room');
      await time.pass(500);
    }
    expect(said).toHaveLength(2);
    nearby.sent();
    nearby.writes('room');
    expect(said).toHaveLength(3);
  });

  it('knows how everybody stands, and hears of changes', async () => {
    const { time, store, nearby } = setUp();
    void nearby.refresh();
    await time.pass(1_000);
    nearby.presence({ member_id: 'ann', online: true, last_seen_at: null });
    expect(store.getState().presence.ann?.online).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Random } from './backoff';
import { Engine } from './engine';
import { FakeServer } from './fakes/fake-server';
import { FakeStorage } from './fakes/fake-storage';
import { FakeTime } from './fakes/fake-time';
import { entriesOf } from './room-log';
import { totalUnread } from './room-list';
import { type ChatStore, createChatStore, logOf } from './store';

/** A small generator, so that one seed is one story. */
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One member's device: the engine may be killed and started again over the same storage. */
class Device {
  readonly storage = new FakeStorage();
  store!: ChatStore;
  engine!: Engine;

  constructor(
    readonly memberId: string,
    private readonly world: { server: FakeServer; time: FakeTime; random: Random },
  ) {
    this.start();
  }

  start(): void {
    const { server, time, random } = this.world;
    this.store = createChatStore();
    this.engine = new Engine({
      store: this.store,
      server: server.chat(this.memberId),
      storage: this.storage,
      openSocket: server.gateway(this.memberId),
      url: async () => 'ws://test',
      token: async () => 'token',
      timers: time,
      random,
      memberId: this.memberId,
    });
    void this.engine.start();
  }

  async kill(): Promise<void> {
    await this.engine.stop({ forget: false });
  }

  shown(roomId: string) {
    return entriesOf(logOf(this.store.getState(), roomId));
  }

  get connection() {
    return this.store.getState().connection.name;
  }
}

function newWorld(seed: number) {
  const random = seeded(seed);
  const time = new FakeTime();
  return { random, time, server: new FakeServer(time, random) };
}

async function restart(device: Device, rooms: string[]): Promise<void> {
  await device.kill();
  device.start();
  rooms.forEach((roomId) => void device.engine.openRoom(roomId));
}

/** Calls until the whole history is loaded. */
async function readAll(
  device: Device,
  { roomId, time }: { roomId: string; time: FakeTime },
): Promise<void> {
  for (let count = 0; count < 200 && logOf(device.store.getState(), roomId).floor > 0; count += 1) {
    void device.engine.loadOlder(roomId);
    await time.pass(200);
  }
}

const rooms = ['room-1', 'room-2'];

describe('the engine', () => {
  it('knows at once whether the other one of a new conversation is here', async () => {
    const world = newWorld(1);
    const { server, time } = world;
    const { store } = new Device('ann', world);
    await time.pass(100);
    server.addRoom('room-1').append({ kind: 'room_created', actor: 'ann' });
    server.presence = [{ member_id: 'bob', online: true, last_seen_at: null }];
    server.tell({ type: 'room_joined', room_id: 'room-1', head: 1, visible_from: 1 });
    await time.pass(1_000);
    expect(store.getState().presence.bob?.online).toBe(true);
  });

  it('shows exactly the log on both devices whatever breaks, and no message is lost or doubled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(fc.nat(12), { minLength: 10, maxLength: 60 }), story),
      { numRuns: 100 },
    );
  });

  async function story(seed: number, steps: number[]): Promise<void> {
    const world = newWorld(seed);
    const { server, time } = world;
    rooms.forEach((roomId) =>
      server.addRoom(roomId).append({ kind: 'room_created', actor: 'ann' }),
    );
    const devices = [new Device('ann', world), new Device('bob', world)];
    devices.forEach((device) => rooms.forEach((roomId) => void device.engine.openRoom(roomId)));
    await time.pass(100);
    server.trouble = 0.25;
    const written: string[] = [];
    for (const [index, step] of steps.entries()) {
      const device = devices[index % 2]!;
      if (step < 5)
        written.push(await write(device, { roomId: rooms[step % 2]!, body: `${index}` }));
      else if (step === 5) server.dropAll(1012);
      else if (step === 6) await restart(device, rooms);
      else if (step === 7) await time.pass(15_000);
      else if (step === 8) device.engine.wake();
      else if (step === 12) react(device, { roomId: rooms[index % 2]!, on: index % 3 > 0 });
      else if (step > 9) change(device, { roomId: rooms[index % 2]!, remove: step === 10 });
      else device.engine.offline();
      await time.pass(world.random() * 400);
    }
    server.trouble = 0;
    server.dropAll(1006);
    await time.pass(40_000);
    for (const device of devices)
      for (const roomId of rooms) await readAll(device, { roomId, time });
    for (const device of devices) expectWhole(device, server);
    expect(sentIds(server)).toEqual([...written].sort());
    for (const bodies of server.sent.values()) expect(bodies.size).toBe(1);
  }

  it('asks for what an unlucky moment left out, without a word from the gateway', async () => {
    const world = newWorld(1);
    const { server, time } = world;
    const log = server.addRoom('room-1');
    const device = new Device('ann', world);
    void device.engine.openRoom('room-1');
    await time.pass(100);
    log.create({ actor: 'bob', body: 'never published' });
    log.create({ actor: 'bob', body: 'published' });
    server.publish(log);
    await time.pass(200);
    expect(device.shown('room-1')).toEqual(log.entries());
  });

  it('compares the heads when the gateway is ready, for what happened while the first page was on its way', async () => {
    const world = newWorld(6);
    const { server, time } = world;
    const log = server.addRoom('room-1');
    const device = new Device('ann', world);
    log.create({ actor: 'bob', body: 'on the page' });
    server.answerAfter = 300;
    server.greetAfter = 100;
    void device.engine.openRoom('room-1');
    await time.pass(30);
    log.create({ actor: 'bob', body: 'after the page was read and before the socket was opened' });
    await time.pass(10_000);
    expect(device.shown('room-1')).toEqual(log.entries());
  });

  it('pages a long gap and starts a very long one from the newest page', async () => {
    for (const missed of [200, 700]) {
      const world = newWorld(2);
      const { server, time } = world;
      const log = server.addRoom('room-1');
      log.create({ actor: 'bob', body: 'seen' });
      const device = new Device('ann', world);
      void device.engine.openRoom('room-1');
      await time.pass(100);
      for (let count = 0; count < missed; count += 1)
        log.create({ actor: 'bob', body: `${count}` });
      server.dropAll(1006);
      await time.pass(10_000);
      await readAll(device, { roomId: 'room-1', time });
      expect(device.shown('room-1')).toEqual(log.entries());
    }
  });

  it('counts what is unread once, also after a lost connection, and forgets it when it is read', async () => {
    const world = newWorld(3);
    const { server, time } = world;
    const log = server.addRoom('room-1');
    const device = new Device('ann', world);
    await time.pass(100);
    for (const body of ['one', 'two']) {
      log.create({ actor: 'bob', body });
      server.publish(log);
    }
    await time.pass(100);
    server.dropAll(1006);
    log.create({ actor: 'bob', body: 'three' });
    await time.pass(2_000);
    expect(totalUnread(device.store.getState().rooms)).toBe(3);
    void device.engine.openRoom('room-1');
    await time.pass(200);
    device.engine.markRead('room-1');
    await time.pass(100);
    expect(totalUnread(device.store.getState().rooms)).toBe(0);
    expect(server.reads.get('room-1/ann')).toBe(3);
  });

  it('tries a message without an answer again and lets the person try a refused one', async () => {
    const world = newWorld(4);
    const { server, time } = world;
    server.addRoom('room-1');
    const device = new Device('ann', world);
    void device.engine.openRoom('room-1');
    await time.pass(100);
    server.refuse = () => 'cannot_message';
    await write(device, { roomId: 'room-1', body: 'hello' });
    await time.pass(200);
    const [item] = device.store.getState().outbox;
    expect(item?.state).toEqual({ name: 'failed', code: 'cannot_message' });
    server.refuse = null;
    void device.engine.retry(item!.client_id);
    await time.pass(200);
    expect(device.store.getState().outbox).toEqual([]);
    expect(device.shown('room-1')).toHaveLength(1);
  });

  it('leaves nothing on the device when the member logs out', async () => {
    const world = newWorld(5);
    world.server.addRoom('room-1').create({ actor: 'bob', body: 'secret' });
    const device = new Device('ann', world);
    void device.engine.openRoom('room-1');
    await world.time.pass(5_000);
    expect(device.storage.values.size).toBeGreaterThan(0);
    await device.engine.stop({ forget: true });
    await world.time.pass(5_000);
    expect(device.storage.values.size).toBe(0);
    expect(device.connection).toBe('idle');
  });
});

/** Edits or deletes the newest own message; whether the answer arrives does not matter. */
function change(device: Device, { roomId, remove }: { roomId: string; remove: boolean }): void {
  const own = device
    .shown(roomId)
    .findLast((entry) => entry.kind === 'message' && entry.message.sender_id === device.memberId);
  if (own?.kind !== 'message' || own.message.deleted_at) return;
  const work = remove
    ? device.engine.messages.remove(own.message)
    : device.engine.messages.edit(own.message, own.message.body);
  void work.catch(() => {});
}

/** Puts an emoji on the newest message or takes it back; whether the answer arrives does not matter. */
function react(device: Device, { roomId, on }: { roomId: string; on: boolean }): void {
  const entry = device.shown(roomId).findLast(({ kind }) => kind === 'message');
  if (entry?.kind !== 'message' || entry.message.deleted_at) return;
  void device.engine.messages.react(entry.message, { emoji: '👍', on }).catch(() => {});
}

let made = 0;

async function write(
  device: Device,
  { roomId, body }: { roomId: string; body: string },
): Promise<string> {
  made += 1;
  await device.engine.send({
    client_id: `id-${made}`,
    room_id: roomId,
    body: `${body}-${made}`,
    media: [],
  });
  return `id-${made}`;
}

function sentIds(server: FakeServer): string[] {
  const all = rooms.flatMap((roomId) => server.rooms.get(roomId)!.entries());
  return all.flatMap((entry) => (entry.kind === 'message' ? [entry.message.client_id] : [])).sort();
}

function expectWhole(device: Device, server: FakeServer): void {
  for (const roomId of rooms)
    expect(device.shown(roomId)).toEqual(server.rooms.get(roomId)!.entries());
  expect(device.store.getState().outbox).toEqual([]);
  expect(device.connection).toBe('live');
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ApiError, NetworkError } from '@/api/errors';

import { FakeLog } from './fakes/fake-log';
import { FakeStorage } from './fakes/fake-storage';
import { FakeTime } from './fakes/fake-time';
import type { MessageView } from './frames';
import { giveUpAfter, type Outbox, type Outgoing } from './outbox';
import { Sender } from './sender';

/** What becomes of one request. */
type Fate = 'done' | 'lost' | 'answer_lost' | 'overloaded' | 'too_many' | 'refused';

/** A phone whose app can be killed at any moment, and the server it sends to. */
class Phone {
  readonly time = new FakeTime();
  readonly storage = new FakeStorage();
  readonly log = new FakeLog('room');
  readonly requests: { item: Outgoing; at: number }[] = [];
  fates: Fate[] = [];
  /** The server's own limit: so many in ten seconds, and then it says how long to wait. */
  limit = Number.POSITIVE_INFINITY;
  private taken: number[] = [];
  outbox: Outbox = [];
  sender!: Sender;

  constructor() {
    this.start();
  }

  start(): void {
    this.outbox = [];
    this.sender = new Sender({
      storage: this.storage,
      send: (item) => this.send(item),
      onAcknowledged: () => {},
      onChange: (outbox) => {
        this.outbox = outbox;
      },
      timers: this.time,
      random: () => 0.5,
    });
    void this.sender.load();
  }

  kill(): void {
    this.sender.stop();
    this.start();
  }

  write(id: string, room = 'room'): Promise<void> {
    return this.sender.add({ client_id: id, room_id: room, body: `body of ${id}`, media: [] });
  }

  get bodies(): string[] {
    return this.log
      .entries()
      .flatMap((entry) => (entry.kind === 'message' ? [entry.message.body] : []));
  }

  private async send(item: Outgoing): Promise<MessageView> {
    this.requests.push({ item, at: this.time.now() });
    const fate = this.fates.shift() ?? 'done';
    await this.time.wait(10);
    if (fate === 'lost') throw new NetworkError('lost');
    if (fate === 'overloaded')
      throw new ApiError({ status: 503, code: 'unavailable', title: '', retryAfter: 2 });
    if (fate === 'too_many')
      throw new ApiError({ status: 429, code: 'rate_limited', title: '', retryAfter: 7 });
    if (fate === 'refused') throw new ApiError({ status: 403, code: 'cannot_message', title: '' });
    const now = this.time.now();
    this.taken = this.taken.filter((at) => at > now - 10_000);
    if (this.taken.length >= this.limit) {
      const retryAfter = Math.ceil((this.taken[0]! + 10_000 - now) / 1_000) + 1;
      throw new ApiError({ status: 429, code: 'rate_limited', title: '', retryAfter });
    }
    this.taken.push(now);
    const message = this.store(item);
    await this.time.wait(10);
    if (fate === 'answer_lost') throw new NetworkError('the answer was lost');
    return message;
  }

  private store({ client_id, body }: Outgoing): MessageView {
    const known = this.log
      .entries()
      .find((entry) => entry.kind === 'message' && entry.message.client_id === client_id);
    if (known?.kind === 'message') return known.message;
    this.log.create({ actor: 'me', body, clientId: client_id });
    return this.log.event(this.log.head).message!;
  }
}

const fate = fc.constantFrom<Fate>('done', 'lost', 'answer_lost', 'overloaded', 'too_many');
const step = fc.constantFrom('write', 'write', 'kill', 'wake', 'pass');

describe('the outbox', () => {
  it('waits as long as the server says when somebody writes too fast, and sends the rest in order', async () => {
    const phone = new Phone();
    phone.limit = 20;
    for (let count = 0; count < 50; count += 1) await phone.write(`m${count}`);
    await phone.time.pass(5_000);
    expect(phone.bodies).toHaveLength(20);
    expect(phone.outbox.every(({ state }) => state.name !== 'failed')).toBe(true);
    phone.sender.wake();
    await phone.time.pass(60_000);
    expect(phone.bodies).toEqual(Array.from({ length: 50 }, (_, count) => `body of m${count}`));
    // One question too many for each time that it had to wait: nothing is hammered.
    expect(phone.requests).toHaveLength(52);
  });

  it('brings every message to the server once and in order, whatever is lost and whenever the app dies', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 40 }),
        fc.array(step, { maxLength: 30 }),
        async (fates, steps) => {
          const phone = new Phone();
          phone.fates = fates;
          let written = 0;
          for (const next of steps) {
            if (next === 'write') void phone.write(`id-${(written += 1)}`);
            else if (next === 'kill') phone.kill();
            else if (next === 'wake') phone.sender.wake();
            await phone.time.pass(next === 'pass' ? 3_000 : 7);
          }
          await phone.time.pass(600_000);
          const all = Array.from({ length: written }, (_, index) => `body of id-${index + 1}`);
          expect(phone.bodies).toEqual(all);
          expect(phone.outbox.filter(({ state }) => state.name !== 'sent')).toEqual([]);
          expect(phone.storage.values.size).toBe(0);
          for (const { item } of phone.requests)
            expect(item.body).toBe(`body of ${item.client_id}`);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('waits as long as the server asks, even when the person comes back meanwhile', async () => {
    const phone = new Phone();
    phone.fates = ['too_many'];
    void phone.write('one');
    await phone.time.pass(1_000);
    phone.sender.wake();
    await phone.time.pass(20_000);
    const [first, second] = phone.requests;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(7_000);
    expect(phone.bodies).toEqual(['body of one']);
  });

  it('ends its own pauses when the network is back', async () => {
    const phone = new Phone();
    phone.fates = Array<Fate>(6).fill('lost');
    void phone.write('one');
    await phone.time.pass(8_000);
    const before = phone.requests.length;
    phone.sender.wake();
    await phone.time.pass(15);
    expect(phone.requests.length).toBe(before + 1);
  });

  it('sends on past a refused message and keeps that for the person to decide', async () => {
    const phone = new Phone();
    phone.fates = ['refused'];
    void phone.write('one');
    void phone.write('two');
    await phone.time.pass(1_000);
    expect(phone.bodies).toEqual(['body of two']);
    phone.kill();
    await phone.time.pass(1_000);
    expect(phone.outbox.map(({ state }) => state)).toEqual([
      { name: 'failed', code: 'cannot_message' },
    ]);
    void phone.sender.retry('one');
    await phone.time.pass(1_000);
    expect(phone.bodies).toEqual(['body of two', 'body of one']);
    expect(
      phone.requests
        .filter(({ item }) => item.body === 'body of one')
        .map(({ item }) => item.client_id),
    ).toEqual(['one', 'one']);
  });

  it('throws away only what failed', async () => {
    const phone = new Phone();
    phone.fates = ['refused', ...Array<Fate>(3).fill('lost')];
    void phone.write('one');
    await phone.time.pass(100);
    void phone.write('two');
    await phone.time.pass(50);
    void phone.sender.discard('one');
    void phone.sender.discard('two');
    expect(phone.outbox.map(({ client_id }) => client_id)).toEqual(['two']);
    await phone.time.pass(60_000);
    expect(phone.bodies).toEqual(['body of two']);
  });

  it('asks the person after 24 hours without an answer', async () => {
    const phone = new Phone();
    phone.fates = Array<Fate>(20_000).fill('lost');
    void phone.write('one');
    await phone.time.pass(giveUpAfter - 60_000);
    expect(phone.outbox[0]?.state.name).toBe('sending');
    await phone.time.pass(120_000);
    expect(phone.outbox[0]?.state).toEqual({ name: 'failed', code: 'no_answer' });
  });

  it('sends the rooms beside each other', async () => {
    const phone = new Phone();
    phone.fates = ['lost', 'done'];
    void phone.write('one', 'stuck');
    void phone.write('two', 'room');
    await phone.time.pass(60);
    expect(phone.bodies).toEqual(['body of two']);
  });
});

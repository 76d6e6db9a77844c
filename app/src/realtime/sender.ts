import { type Random, reconnectDelay } from './backoff';
import { failureOf } from './failure';
import type { MessageView } from './frames';
import {
  giveUpAfter,
  nextToSend,
  type Outbox,
  type OutboxEvent,
  type Outgoing,
  reduceOutbox,
} from './outbox';
import type { Storage } from './storage-port';
import type { Timers } from './timers';

export type SenderPorts = {
  storage: Storage;
  send: (item: Outgoing) => Promise<MessageView>;
  /** The event about it may have come before the answer, or comes after it. */
  onAcknowledged: (message: MessageView) => void;
  onChange: (outbox: Outbox) => void;
  timers: Timers;
  random: Random;
};

export type Draft = Pick<
  Outgoing,
  'client_id' | 'room_id' | 'body' | 'media' | 'files' | 'reply_to'
>;

const prefix = 'outbox/';

type Pause = { after: number; firm: boolean };
const none: Pause = { after: 0, firm: false };

/** Works the outbox off: one message of a room at a time, the rooms beside each other, until each has an answer. */
export class Sender {
  private outbox: Outbox = [];
  /** Rooms with a message under way or a pause before the next try; the entry ends the pause. */
  private readonly busy = new Map<string, () => void>();
  private stopped = false;
  private latest = 0;

  constructor(private readonly ports: SenderPorts) {}

  /** Takes up what an earlier run of the app could not bring to an end. */
  async load(): Promise<void> {
    const stored = await this.ports.storage.list(prefix);
    const items = stored.map((text) => JSON.parse(text) as Outgoing);
    this.apply({ type: 'loaded', items });
    this.wake();
  }

  /** Written down before it is sent: a message that left is found again after any crash, under the same id. */
  async add(draft: Draft): Promise<void> {
    const item: Outgoing = {
      ...draft,
      created_at: this.tick(),
      attempt: 0,
      state: { name: 'sending' },
    };
    this.apply({ type: 'queued', item });
    await this.keep(item.client_id);
    this.pump(item.room_id);
  }

  async retry(clientId: string): Promise<void> {
    this.apply({ type: 'retried', client_id: clientId, now: this.tick() });
    await this.keep(clientId);
    this.wake();
  }

  /** Only what failed can be thrown away: of the others nobody knows whether they arrived. */
  async discard(clientId: string): Promise<void> {
    if (this.find(clientId)?.state.name !== 'failed') return;
    this.apply({ type: 'discarded', client_id: clientId });
    await this.forget(clientId);
  }

  shown(roomId: string, cursor: number): void {
    this.apply({ type: 'shown', room_id: roomId, cursor });
  }

  /** The network or the person is back: no pause is waited out. */
  wake(): void {
    for (const end of [...this.busy.values()]) end();
    for (const roomId of new Set(this.outbox.map((item) => item.room_id))) this.pump(roomId);
  }

  stop(): void {
    this.stopped = true;
    for (const end of [...this.busy.values()]) end();
  }

  private pump(roomId: string): void {
    if (this.stopped || this.busy.has(roomId)) return;
    const item = nextToSend(this.outbox, roomId);
    if (!item) return;
    this.busy.set(roomId, () => {});
    void this.attempt(item).then((pause) => this.rest(roomId, pause));
  }

  /** The next message of the room after the pause; only one that the server asked for cannot be ended early. */
  private rest(roomId: string, pause: Pause): void {
    let cancel = () => {};
    const end = () => {
      cancel();
      this.busy.delete(roomId);
      this.pump(roomId);
    };
    if (pause.after === 0) return end();
    cancel = this.ports.timers.after(pause.after, end);
    this.busy.set(roomId, pause.firm ? () => {} : end);
  }

  private async attempt(item: Outgoing): Promise<Pause> {
    try {
      const message = await this.ports.send(item);
      if (this.stopped) return none;
      this.apply({ type: 'acknowledged', client_id: item.client_id, message });
      this.ports.onAcknowledged(message);
      await this.forget(item.client_id);
      return none;
    } catch (error) {
      return this.stopped ? none : this.answerFailure(item, error);
    }
  }

  private async answerFailure(item: Outgoing, error: unknown): Promise<Pause> {
    const failure = failureOf(error);
    const code = failure.kind === 'later' ? this.expiredCode(item) : failure.code;
    if (code !== null) this.apply({ type: 'refused', client_id: item.client_id, code });
    else this.apply({ type: 'postponed', client_id: item.client_id });
    await this.keep(item.client_id);
    if (failure.kind !== 'later') return none;
    const own = reconnectDelay(item.attempt, this.ports.random);
    return { after: Math.max(failure.after, own), firm: failure.after > own };
  }

  private expiredCode(item: Outgoing): string | null {
    return this.ports.timers.now() - item.created_at > giveUpAfter ? 'no_answer' : null;
  }

  private apply(event: OutboxEvent): void {
    const next = reduceOutbox(this.outbox, event);
    if (next === this.outbox) return;
    this.outbox = next;
    this.ports.onChange(next);
  }

  private find(clientId: string): Outgoing | undefined {
    return this.outbox.find((item) => item.client_id === clientId);
  }

  private async keep(clientId: string): Promise<void> {
    const item = this.find(clientId);
    if (item) await this.ports.storage.put(prefix + clientId, JSON.stringify(item));
  }

  private forget(clientId: string): Promise<void> {
    return this.ports.storage.remove(prefix + clientId);
  }

  /** Two messages of one moment keep their order. */
  private tick(): number {
    this.latest = Math.max(this.ports.timers.now(), this.latest + 1);
    return this.latest;
  }
}

import type { Schema } from '@/api/types';

import type { ClientFrame } from './frames';
import type { ChatServer } from './server';
import type { ChatStore } from './store';
import { Tasks } from './tasks';
import type { Timers } from './timers';

export type NearbyPorts = {
  store: ChatStore;
  server: ChatServer;
  timers: Timers;
  memberId: string;
  /** Sends when there is a connection; otherwise it is as if it had not been said. */
  say: (frame: ClientFrame) => void;
};

/** What somebody writes is shown for so long after the last sign of it. */
export const typingFor = 5_000;
/** While somebody writes, others are told so often. */
const tellEvery = 3_000;

/** Who writes at this moment and who is here. None of it is kept, and none of it is missed when it is lost. */
export class Nearby {
  private readonly tasks: Tasks;
  private toldAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly ports: NearbyPorts) {
    this.tasks = new Tasks(ports.timers);
  }

  /** This member writes in a room. */
  writes(roomId: string): void {
    const now = this.ports.timers.now();
    if (now - this.toldAt < tellEvery) return;
    this.toldAt = now;
    this.ports.say({ type: 'typing', room_id: roomId });
  }

  /** The message is out: the next letter is told at once. */
  sent(): void {
    this.toldAt = Number.NEGATIVE_INFINITY;
  }

  typing(roomId: string, memberId: string): void {
    if (memberId === this.ports.memberId) return;
    const others = this.typists(roomId).filter((one) => one !== memberId);
    this.put(roomId, [...others, memberId]);
    const task = `${roomId}/${memberId}`;
    this.tasks.cancel(task);
    this.tasks.later(task, typingFor, () => this.stopped(roomId, memberId));
  }

  /** Somebody's message came, or they were silent for a while. */
  stopped(roomId: string, memberId: string): void {
    const typists = this.typists(roomId);
    if (!typists.includes(memberId)) return;
    this.tasks.cancel(`${roomId}/${memberId}`);
    this.put(
      roomId,
      typists.filter((one) => one !== memberId),
    );
  }

  presence(view: Schema<'PresenceView'>): void {
    this.ports.store.setState(({ presence }) => ({
      presence: { ...presence, [view.member_id]: view },
    }));
  }

  /** How everybody stands, after each new connection. */
  async refresh(): Promise<void> {
    const views = await this.ports.server.presence().catch(() => null);
    if (!views) return;
    const presence = Object.fromEntries(views.map((view) => [view.member_id, view]));
    this.ports.store.setState({ presence });
  }

  stop(): void {
    this.tasks.stop();
  }

  private typists(roomId: string): readonly string[] {
    return this.ports.store.getState().typing[roomId] ?? [];
  }

  private put(roomId: string, typists: readonly string[]): void {
    this.ports.store.setState(({ typing }) => ({ typing: { ...typing, [roomId]: typists } }));
  }
}

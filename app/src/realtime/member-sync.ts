import type { Schema } from '@/api/types';

import type { RoomEventKind, RoomEventView } from './frames';
import type { ChatServer } from './server';
import { type ChatStore, putMembers, putPeople } from './store';
import { Tasks } from './tasks';
import type { Timers } from './timers';

export type RoomMember = Schema<'RoomMemberView'>;

export type MemberSyncPorts = { store: ChatStore; server: ChatServer; timers: Timers };

/** A group has 300 members at most. */
const pages = 3;
/** What comes within this time after a change is one more request. */
const pause = 300;

export const changesMembers: ReadonlySet<RoomEventKind> = new Set<RoomEventKind>([
  'member_joined',
  'member_left',
  'member_removed',
  'member_promoted',
  'member_demoted',
  'owner_changed',
]);

/** Keeps who is in the groups that are looked at, what they may do there and how far they have read. */
export class MemberSync {
  private readonly asking = new Set<string>();
  private readonly tasks: Tasks;

  constructor(private readonly ports: MemberSyncPorts) {
    this.tasks = new Tasks(ports.timers);
  }

  /** Somebody looks at the group. What could not be loaded stays as it was; the next look asks again. */
  async load(roomId: string): Promise<void> {
    if (this.asking.has(roomId)) return;
    this.asking.add(roomId);
    try {
      const members = await this.fetchAll(roomId);
      putPeople(
        this.ports.store,
        members.map(({ member }) => member),
      );
      putMembers(this.ports.store, roomId, members);
    } catch {
      // Names and marks are missing until then, nothing else.
    } finally {
      this.asking.delete(roomId);
    }
  }

  event({ room_id, kind, message, hidden }: RoomEventView): void {
    if (!this.known(room_id) || hidden) return;
    const isStranger = message !== null && !(message.sender_id in this.state().people);
    if (changesMembers.has(kind) || isStranger) this.loadSoon(room_id);
  }

  read(roomId: string, memberId: string, seq: number): void {
    const members = this.known(roomId);
    if (!members?.some((one) => one.member_id === memberId && one.read_seq < seq)) return;
    const moved = members.map((one) =>
      one.member_id === memberId ? { ...one, read_seq: seq } : one,
    );
    putMembers(this.ports.store, roomId, moved);
  }

  /** Those that were looked at may have changed while nothing was heard. */
  reload(): void {
    for (const roomId of Object.keys(this.state().members)) this.loadSoon(roomId);
  }

  stop(): void {
    this.tasks.stop();
  }

  private loadSoon(roomId: string): void {
    // What is being loaded may be from before the change.
    this.tasks.later(`members/${roomId}`, pause, () => {
      if (this.asking.has(roomId)) this.loadSoon(roomId);
      else if (this.known(roomId)) void this.load(roomId);
    });
  }

  private async fetchAll(roomId: string): Promise<RoomMember[]> {
    const found: RoomMember[] = [];
    let cursor: string | null = null;
    for (let count = 0; count < pages; count += 1) {
      const page = await this.ports.server.members(roomId, cursor);
      found.push(...page.items);
      cursor = page.next_cursor;
      if (cursor === null) break;
    }
    return found;
  }

  private known(roomId: string): readonly RoomMember[] | undefined {
    return this.state().members[roomId];
  }

  private state() {
    return this.ports.store.getState();
  }
}

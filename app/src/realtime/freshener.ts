/** What was asked for at which place of a room, until a page has brought it. */
type Wanted = Map<string, Set<number>>;

/** Loads pages of history again whose pictures have addresses that are no longer good, one page of a room at a time. */
export class Freshener {
  private readonly wanted: Wanted = new Map();

  /** `load` fetches the newest messages up to a place, and tells how far down they reach. */
  constructor(private readonly load: (roomId: string, upTo: number) => Promise<number>) {}

  want(roomId: string, seq: number): void {
    const waiting = this.wanted.get(roomId);
    if (waiting) {
      waiting.add(seq);
      return;
    }
    this.wanted.set(roomId, new Set([seq]));
    void this.work(roomId);
  }

  private async work(roomId: string): Promise<void> {
    // Those that are drawn in the same moment are asked for together.
    await Promise.resolve();
    const waiting = this.wanted.get(roomId)!;
    try {
      while (waiting.size > 0) await this.loadNewest(roomId, waiting);
    } catch {
      // A picture without an address shows its blur; the next time it is drawn it is asked for again.
    } finally {
      this.wanted.delete(roomId);
    }
  }

  private async loadNewest(roomId: string, waiting: Set<number>): Promise<void> {
    const upTo = Math.max(...waiting);
    const down = await this.load(roomId, upTo);
    for (const seq of [...waiting]) if (seq >= down) waiting.delete(seq);
    waiting.delete(upTo);
  }
}

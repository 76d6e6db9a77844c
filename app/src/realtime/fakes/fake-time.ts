import type { Timers } from '../timers';

type Entry = { at: number; order: number; call: () => void };

/** Time that passes only when a test says so. */
export class FakeTime implements Timers {
  private time = 1_000_000;
  private order = 0;
  private entries: Entry[] = [];

  now = () => this.time;

  after = (milliseconds: number, call: () => void) => {
    const entry = { at: this.time + milliseconds, order: (this.order += 1), call };
    this.entries.push(entry);
    return () => {
      this.entries = this.entries.filter((other) => other !== entry);
    };
  };

  wait = (milliseconds: number) => new Promise<void>((done) => this.after(milliseconds, done));

  /** Lets so much time pass; promises that timers resolve get their turn before the next timer. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settle();
    for (let next = this.next(end); next; next = this.next(end)) {
      this.entries = this.entries.filter((entry) => entry !== next);
      this.time = next.at;
      next.call();
      await settle();
    }
    this.time = end;
  }

  private next(end: number): Entry | undefined {
    return this.entries
      .filter((entry) => entry.at <= end)
      .sort((one, other) => one.at - other.at || one.order - other.order)[0];
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

import type { Timers } from './timers';

/** Work that waits for its time, one of a name; while it waits, it is not put off. */
export class Tasks {
  private readonly cancels = new Map<string, () => void>();
  private stopped = false;

  constructor(private readonly timers: Timers) {}

  later(name: string, pause: number, work: () => void): void {
    if (this.stopped || this.cancels.has(name)) return;
    const run = () => {
      this.cancels.delete(name);
      work();
    };
    this.cancels.set(name, this.timers.after(pause, run));
  }

  /** Without a name, all of them. */
  cancel(name?: string): void {
    for (const chosen of name === undefined ? [...this.cancels.keys()] : [name]) {
      this.cancels.get(chosen)?.();
      this.cancels.delete(chosen);
    }
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }
}

/** Time as the engine sees it; tests bring their own. */
export type Timers = {
  now: () => number;
  /** Calls once after so many milliseconds; the answer cancels it. */
  after: (milliseconds: number, call: () => void) => () => void;
};

export const systemTimers: Timers = {
  now: () => Date.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

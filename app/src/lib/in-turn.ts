/** Lets so many pieces of work run at a time; the others wait for their turn in the order they came. */
export function inTurn(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;

  function next(): void {
    running -= 1;
    waiting.shift()?.();
  }

  return async function take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running >= most) await new Promise<void>((start) => waiting.push(start));
    running += 1;
    try {
      return await work();
    } finally {
      next();
    }
  };
}

const first = 200;
const longest = 10_000;
/** After a planned restart all clients would return at once; they spread over this time instead. */
const restartSpread = 3_000;

export type Random = () => number;

/** Milliseconds before try number `attempt` + 1: doubling from 0.2 to 10 s, with half of it left to chance. */
export function reconnectDelay(attempt: number, random: Random): number {
  const ceiling = Math.min(longest, first * 2 ** Math.min(attempt, 16));
  return ceiling / 2 + random() * (ceiling / 2);
}

export function restartDelay(random: Random): number {
  return first + random() * restartSpread;
}

const first = 300;
const longest = 8_000;

/** Milliseconds before try number `attempt` + 1: doubling, with full jitter so that clients do not return in step. */
export function backoff(
  attempt: number,
  { retryAfter, random = Math.random }: { retryAfter?: number; random?: () => number } = {},
): number {
  const ceiling = Math.min(longest, first * 2 ** attempt);
  const jittered = ceiling / 2 + random() * (ceiling / 2);
  return Math.max(jittered, Math.min(retryAfter ?? 0, 60) * 1_000);
}

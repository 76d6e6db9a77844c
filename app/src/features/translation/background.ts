import { create } from 'zustand';

/** What keeps texts from being translated unasked. It is told once, not with each text. */
type Background = { error: unknown; pausedUntil: number };

export const useBackground = create<Background>(() => ({ error: null, pausedUntil: 0 }));

/** After a failure nothing is translated unasked for a while: thirty messages would fail thirty times. */
const pause = 60_000;

export function resumeBackground(): void {
  useBackground.setState({ error: null, pausedUntil: 0 });
}

/** Runs the work unless another one failed just now; then it fails with the same error, and nobody is asked. */
export async function inBackground<Result>(work: () => Promise<Result>): Promise<Result> {
  const { error, pausedUntil } = useBackground.getState();
  if (error && Date.now() < pausedUntil) throw error;
  try {
    return await work();
  } catch (failure) {
    useBackground.setState({ error: failure, pausedUntil: Date.now() + pause });
    throw failure;
  }
}

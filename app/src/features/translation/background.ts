import { create } from 'zustand';

import { ApiError } from '@/api/errors';

/** What keeps texts from being translated unasked. It is told once, not with each text. */
type Background = {
  error: unknown;
  /** Nothing is asked at all for now: what failed would fail for every text. */
  paused: boolean;
};

export const useBackground = create<Background>(() => ({ error: null, paused: false }));

export function resumeBackground(): void {
  useBackground.setState({ error: null, paused: false });
}

/** Whether this is what keeps all texts from being translated, which is told already. */
export function isToldInBackground(failure: unknown): boolean {
  const { error } = useBackground.getState();
  if (error instanceof ApiError && failure instanceof ApiError) return error.code === failure.code;
  return error !== null && error === failure;
}

/** Runs the work unless another one failed just now in a way that says nothing about the one text. */
export async function inBackground<Result>(work: () => Promise<Result>): Promise<Result> {
  const { error, paused } = useBackground.getState();
  if (paused) throw error;
  try {
    return await work();
  } catch (failure) {
    useBackground.setState({ error: failure, paused: !isAboutOneText(failure) });
    throw failure;
  }
}

/** 409 is a text that no engine here can translate, 404 one that is gone; others may still be in the memory. */
function isAboutOneText(failure: unknown): boolean {
  return failure instanceof ApiError && failure.status < 429;
}

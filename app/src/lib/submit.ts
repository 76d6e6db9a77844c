import { useIsFocused } from 'expo-router';
import { useEffect, useState } from 'react';

import { createOnce } from './once';

type Options = {
  onError: (error: unknown) => void;
  /** What is sent leads to another page. */
  leads?: boolean;
};

/**
 * What a button or the Enter key sends, once: a second press counts only when the first has its answer, or its page is
 * in front again. A mutation's `isPending` says so a moment too late for a double click.
 */
export function useSubmit({ onError, leads }: Options) {
  const [isBusy, setBusy] = useState(false);
  const [once] = useState(() => createOnce({ onBusy: setBusy, leads }));
  const isFocused = useIsFocused();
  useEffect(() => {
    if (isFocused) once.reopen();
  }, [isFocused, once]);
  useEffect(() => () => once.leave(), [once]);
  const submit = <Result>(work: () => Promise<Result>, done?: (result: Result) => void) =>
    once.run(work, { done, failed: onError });
  return { isBusy, submit };
}

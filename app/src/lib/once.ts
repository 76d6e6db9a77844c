type Ends<Result> = {
  /** For the page that asked: not called once it is gone. */
  done?: (result: Result) => void;
  failed: (error: unknown) => void;
};

export type Once = {
  /** Runs the work unless another run is on. */
  run: <Result>(work: () => Promise<Result>, ends: Ends<Result>) => void;
  /** The page is in front again: what was sent from it before does not count any more. */
  reopen: () => void;
  /** The page is gone. */
  leave: () => void;
};

type Parts = {
  onBusy: (isBusy: boolean) => void;
  /** What is done leads to another page: until this one is in front again nothing more is taken. */
  leads?: boolean;
};

/** Lets one piece of work through at a time, from the very moment that it is asked for. */
export function createOnce({ onBusy, leads = false }: Parts): Once {
  let isBusy = false;
  let isGone = false;
  const set = (next: boolean) => {
    isBusy = next;
    if (!isGone) onBusy(next);
  };
  return {
    run(work, { done, failed }) {
      if (isBusy) return;
      set(true);
      void work().then(
        (result) => {
          if (!leads) set(false);
          if (!isGone) done?.(result);
        },
        (error: unknown) => {
          set(false);
          failed(error);
        },
      );
    },
    reopen() {
      if (isBusy && leads) set(false);
    },
    leave() {
      isGone = true;
    },
  };
}

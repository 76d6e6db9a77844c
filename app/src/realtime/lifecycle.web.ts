export type LifecycleHandlers = {
  /** The page came to the front, or the network is back. */
  onWake: () => void;
  /** The network is gone, as far as the platform can tell. */
  onOffline: () => void;
};

export function watchLifecycle({ onWake, onOffline }: LifecycleHandlers): () => void {
  const onVisible = () => {
    if (isInFront()) onWake();
  };
  document.addEventListener('visibilitychange', onVisible);
  window.addEventListener('pageshow', onWake);
  window.addEventListener('online', onWake);
  window.addEventListener('offline', onOffline);
  return () => {
    document.removeEventListener('visibilitychange', onVisible);
    window.removeEventListener('pageshow', onWake);
    window.removeEventListener('online', onWake);
    window.removeEventListener('offline', onOffline);
  };
}

/** Whether a person can see the page right now. */
export function isInFront(): boolean {
  return document.visibilityState === 'visible';
}

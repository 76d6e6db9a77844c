import { AppState } from 'react-native';

export type LifecycleHandlers = {
  /** The app came to the front, or the network is back. */
  onWake: () => void;
  /** The network is gone, as far as the platform can tell. */
  onOffline: () => void;
};

/** A phone tells when the app comes to the front; that the network is back is found out by trying. */
export function watchLifecycle({ onWake }: LifecycleHandlers): () => void {
  const subscription = AppState.addEventListener('change', (state) => {
    if (state === 'active') onWake();
  });
  return () => subscription.remove();
}

/** Whether a person can see the app right now. */
export function isInFront(): boolean {
  return AppState.currentState === 'active';
}

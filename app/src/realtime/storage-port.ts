/**
 * What outlives the app on this device, per member. A device may refuse to keep anything (a private window, a full
 * disk); then what was put is gone after the run, and nothing else changes.
 */
export type Storage = {
  get: (key: string) => Promise<string | null>;
  put: (key: string, value: string) => Promise<void>;
  remove: (key: string) => Promise<void>;
  /** The values of all keys that start so. */
  list: (prefix: string) => Promise<string[]>;
  /** Everything of this member. */
  clear: () => Promise<void>;
};

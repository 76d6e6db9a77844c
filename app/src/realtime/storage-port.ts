import type { LocalPicture } from '@/lib/pick-pictures';

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
  /** Pictures that the person chose here; `remove` takes them away too, and `list` does not see them. */
  getPicture: (key: string) => Promise<LocalPicture | null>;
  putPicture: (key: string, picture: LocalPicture) => Promise<void>;
  /** Everything of this member. */
  clear: () => Promise<void>;
};

import type { LocalPicture } from '@/lib/pick-pictures';

import type { Storage } from '../storage-port';

/** What a device keeps while the app is killed and started again. */
export class FakeStorage implements Storage {
  readonly values = new Map<string, string>();
  readonly pictures = new Map<string, LocalPicture>();

  get = async (key: string) => this.values.get(key) ?? null;
  put = async (key: string, value: string) => void this.values.set(key, value);
  remove = async (key: string) => {
    this.values.delete(key);
    this.pictures.delete(key);
  };
  list = async (prefix: string) =>
    [...this.values].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);
  getPicture = async (key: string) => this.pictures.get(key) ?? null;
  putPicture = async (key: string, picture: LocalPicture) => void this.pictures.set(key, picture);
  clear = async () => {
    this.values.clear();
    this.pictures.clear();
  };
}

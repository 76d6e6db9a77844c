import type { Storage } from '../storage-port';

/** What a device keeps while the app is killed and started again. */
export class FakeStorage implements Storage {
  readonly values = new Map<string, string>();

  get = async (key: string) => this.values.get(key) ?? null;
  put = async (key: string, value: string) => void this.values.set(key, value);
  remove = async (key: string) => void this.values.delete(key);
  list = async (prefix: string) =>
    [...this.values].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);
  clear = async () => this.values.clear();
}

import { Directory, File, Paths } from 'expo-file-system';

import type { LocalPicture } from '@/lib/pick-pictures';

import type { Storage } from './storage-port';

/** One file a key, in the app's own folder of this phone. */
export function openStorage(memberId: string): Storage {
  const folder = new Directory(Paths.document, 'dife', memberId);
  const fileOf = (key: string) => new File(folder, encodeURIComponent(key));

  function files(): File[] {
    if (!folder.exists) return [];
    return folder.list().filter((entry): entry is File => entry instanceof File);
  }

  function write(key: string, value: string): void {
    folder.create({ intermediates: true, idempotent: true });
    fileOf(key).write(value);
  }

  return {
    get: async (key) => attempt(() => (fileOf(key).exists ? fileOf(key).textSync() : null)) ?? null,
    put: async (key, value) => {
      attempt(() => write(key, value));
    },
    remove: async (key) => {
      attempt(() => fileOf(key).exists && fileOf(key).delete());
    },
    list: async (prefix) => {
      const found = files().filter((file) => decodeURIComponent(file.name).startsWith(prefix));
      return found.flatMap((file) => attempt(() => file.textSync()) ?? []);
    },
    // The picker left a file on this phone: where it is, is enough.
    getPicture: async (key) => {
      const kept = attempt(() => (fileOf(key).exists ? fileOf(key).textSync() : null));
      const picture = kept ? (JSON.parse(kept) as LocalPicture) : null;
      return picture && attempt(() => new File(picture.uri).exists) ? picture : null;
    },
    putPicture: async (key, { uri, contentType }) => {
      attempt(() => write(key, JSON.stringify({ uri, contentType })));
    },
    clear: async () => {
      attempt(() => folder.exists && folder.delete());
    },
  };
}

/** A full disk takes the memory of this run away, not the run itself. */
function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

import { Directory, File, Paths } from 'expo-file-system';

import type { Storage } from './storage-port';

/** One file a key, in the app's own folder of this phone. */
export function openStorage(memberId: string): Storage {
  const folder = new Directory(Paths.document, 'dife', memberId);
  const fileOf = (key: string) => new File(folder, encodeURIComponent(key));

  function files(): File[] {
    if (!folder.exists) return [];
    return folder.list().filter((entry): entry is File => entry instanceof File);
  }

  return {
    get: async (key) => attempt(() => (fileOf(key).exists ? fileOf(key).textSync() : null)) ?? null,
    put: async (key, value) => {
      attempt(() => {
        folder.create({ intermediates: true, idempotent: true });
        fileOf(key).write(value);
      });
    },
    remove: async (key) => {
      attempt(() => fileOf(key).exists && fileOf(key).delete());
    },
    list: async (prefix) => {
      const found = files().filter((file) => decodeURIComponent(file.name).startsWith(prefix));
      return found.flatMap((file) => attempt(() => file.textSync()) ?? []);
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

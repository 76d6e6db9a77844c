import type { LocalPicture } from '@/lib/pick-pictures';

import type { Storage } from './storage-port';

const table = 'items';

type KeptFile = Pick<LocalPicture, 'contentType' | 'file'>;

/** One database a member in the browser; without one (a private window) what is put is gone with the page. */
export function openStorage(memberId: string): Storage {
  const name = `dife-${memberId}`;
  let opened: Promise<IDBDatabase | null> | null = null;

  /** Null, too, when the browser refuses to answer this one question. */
  async function ask<Result>(
    mode: IDBTransactionMode,
    question: (items: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result | null> {
    opened ??= openDatabase(name);
    const database = await opened;
    if (!database) return null;
    try {
      return await answerOf(question(database.transaction(table, mode).objectStore(table)));
    } catch {
      return null;
    }
  }

  return {
    get: async (key) =>
      ((await ask<unknown>('readonly', (items) => items.get(key))) as string | null) ?? null,
    put: async (key, value) => void (await ask('readwrite', (items) => items.put(value, key))),
    remove: async (key) => void (await ask('readwrite', (items) => items.delete(key))),
    list: async (prefix) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      return ((await ask<unknown[]>('readonly', (items) => items.getAll(range))) ?? []) as string[];
    },
    // A browser keeps the file itself; an address of it is good for this page only.
    getPicture: async (key) => {
      const kept = (await ask<unknown>('readonly', (items) => items.get(key))) as KeptFile | null;
      return kept?.file ? { ...kept, uri: URL.createObjectURL(kept.file) } : null;
    },
    putPicture: async (key, { contentType, file }) =>
      void (await ask('readwrite', (items) => items.put({ contentType, file }, key))),
    clear: async () => void (await ask('readwrite', (items) => items.clear())),
  };
}

function openDatabase(name: string): Promise<IDBDatabase | null> {
  if (typeof indexedDB === 'undefined') return Promise.resolve(null);
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(table);
  return answerOf(request).catch(() => null);
}

function answerOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

import { type Entry, entriesOf, type RoomLog } from './room-log';
import type { Storage } from './storage-port';

/** The end of a room's log as this device keeps it: enough to read without a network, and where to resume. */
type StoredLog = { version: 1; cursor: number; floor: number; entries: Entry[] };

const kept = 60;
const keyOf = (roomId: string) => `log/${roomId}`;

export async function saveLog(storage: Storage, roomId: string, log: RoomLog): Promise<void> {
  if (log.cursor === null) return;
  const all = entriesOf(log);
  const entries = all.slice(-kept);
  const floor = entries.length < all.length ? entries[0]!.seq : log.floor;
  const stored: StoredLog = { version: 1, cursor: log.cursor, floor, entries };
  await storage.put(keyOf(roomId), JSON.stringify(stored));
}

/** Null when nothing is kept, or it was written by another version of the app. */
export async function loadLog(storage: Storage, roomId: string): Promise<RoomLog | null> {
  const text = await storage.get(keyOf(roomId));
  if (text === null) return null;
  const { version, cursor, floor, entries } = JSON.parse(text) as StoredLog;
  if (version !== 1) return null;
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return { cursor, head: cursor, floor, entries: byKey, ahead: new Map() };
}

export function forgetLog(storage: Storage, roomId: string): Promise<void> {
  return storage.remove(keyOf(roomId));
}

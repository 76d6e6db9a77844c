import { type Entry, entriesOf, type RoomLog } from './room-log';

/** The end of a room's log as this device keeps it: enough to read without a network, and where to resume. */
type StoredLog = { version: 1; cursor: number; floor: number; entries: Entry[] };

const kept = 60;

export function writeLog(log: RoomLog): string | null {
  if (log.cursor === null) return null;
  const all = entriesOf(log);
  const entries = all.slice(-kept);
  const floor = entries.length < all.length ? entries[0]!.seq : log.floor;
  return JSON.stringify({ version: 1, cursor: log.cursor, floor, entries } satisfies StoredLog);
}

/** Null when what is kept was written by another version of the app. */
export function readLog(text: string): RoomLog | null {
  const { version, cursor, floor, entries } = JSON.parse(text) as StoredLog;
  if (version !== 1) return null;
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return { cursor, head: cursor, floor, entries: byKey, ahead: new Map() };
}

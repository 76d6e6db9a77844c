import { create } from 'zustand';

type LoadScript = (path: string) => Promise<void>;

/** Under this name Metro's code looks for what fetches the script of a page. */
const name = '__loadBundleAsync';
const scope = globalThis as unknown as Record<string, LoadScript | undefined>;

const useWaiting = create<{ count: number }>(() => ({ count: 0 }));
const add = (by: number) => useWaiting.setState(({ count }) => ({ count: count + by }));

const load = scope[name];
if (load) {
  scope[name] = (path) => {
    add(1);
    return load(path).finally(() => add(-1));
  };
}

/** Whether the code of a page is being fetched: until it has come there is nothing to draw. */
export function useScriptsOnTheWay(): boolean {
  return useWaiting(({ count }) => count > 0);
}

/** The code of a page could not be fetched: no network, or the page is older than what the server has now. */
export function isLostScript(error: Error): boolean {
  return error.name === 'AsyncRequireError';
}

/** React remembers code that did not come; only the page as a whole can be tried again. */
export function reloadPage(): void {
  window.location.reload();
}

import { closeCodes } from './schema';

/** What a browser reports when a connection ends without a word. */
export const lostCode = 1006;
export const restartCode = closeCodes.restart.code;
export const normalCode = 1000;

/** `at_once`: nothing is wrong but the place in the queue. `renew`: with a new token. `give_up`: it would only happen again. */
export type CloseAction = 'reconnect' | 'at_once' | 'renew' | 'give_up';

const final: ReadonlySet<number> = new Set(
  Object.values(closeCodes).flatMap(({ code, reconnect }) => (reconnect ? [] : [code])),
);

export function closeAction(code: number): CloseAction {
  if (final.has(code)) return 'give_up';
  if (code === closeCodes.unauthenticated.code) return 'renew';
  return code >= 4500 && code <= 4999 ? 'at_once' : 'reconnect';
}

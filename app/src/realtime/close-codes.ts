/** Why the gateway closed. From 4000 to 4499 a client comes back, above that it does not, save for those named here. */
export const closeCodes = {
  normal: 1000,
  unsupportedData: 1003,
  lost: 1006,
  badText: 1007,
  policy: 1008,
  tooBig: 1009,
  restart: 1012,
  unauthenticated: 4401,
  originRefused: 4403,
  slowReader: 4508,
} as const;

export type CloseAction = 'reconnect' | 'renew' | 'give_up';

const named: Readonly<Record<number, CloseAction>> = {
  [closeCodes.unsupportedData]: 'give_up',
  [closeCodes.badText]: 'give_up',
  [closeCodes.policy]: 'give_up',
  [closeCodes.tooBig]: 'give_up',
  [closeCodes.unauthenticated]: 'renew',
  [closeCodes.originRefused]: 'give_up',
  [closeCodes.slowReader]: 'reconnect',
};

export function closeAction(code: number): CloseAction {
  return named[code] ?? (code >= 4500 && code <= 4999 ? 'give_up' : 'reconnect');
}

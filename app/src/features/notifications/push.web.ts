/** A browser is not pushed to: an open page hears over its socket. */
export function usePush(_name: string): void {}

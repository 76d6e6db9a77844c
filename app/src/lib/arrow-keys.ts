/** Phones have no arrow keys. */
export function useArrowKeys(_handlers: { onLeft: () => void; onRight: () => void }): void {}

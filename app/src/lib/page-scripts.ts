/** A phone has all its code from the start. */
export function useScriptsOnTheWay(): boolean {
  return false;
}

export function isLostScript(_error: Error): boolean {
  return false;
}

export function reloadPage(): void {}

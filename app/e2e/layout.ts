/** Runs in the page: what is to be read and lies beyond the edges of the window, where nobody can scroll to. */
export function whatSticksOut(): string[] {
  const isCut = (element: Element) => {
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      const { overflowX } = getComputedStyle(parent);
      const { left, right } = parent.getBoundingClientRect();
      if (overflowX !== 'visible' && left >= -1 && right <= window.innerWidth + 1) return true;
    }
    return false;
  };
  return [...document.querySelectorAll('[role=main] *, [role=dialog] *')]
    .filter((element) => element.childElementCount === 0 && element.textContent?.trim())
    .filter((element) => !element.closest('[aria-hidden=true]'))
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (left < -1 || right > window.innerWidth + 1) && !isCut(element);
    })
    .map((element) => element.textContent!.slice(0, 60));
}

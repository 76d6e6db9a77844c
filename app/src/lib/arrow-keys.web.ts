import { useEffect } from 'react';

/** The arrow keys of the page, as long as the component that calls it is there. */
export function useArrowKeys({
  onLeft,
  onRight,
}: {
  onLeft: () => void;
  onRight: () => void;
}): void {
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'ArrowLeft') onLeft();
      if (key === 'ArrowRight') onRight();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onLeft, onRight]);
}

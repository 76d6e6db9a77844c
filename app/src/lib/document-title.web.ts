import { useIsFocused } from 'expo-router';
import { useEffect } from 'react';

/** Screens below the top of the stack stay mounted; only the one in front names the tab. */
export function useDocumentTitle(title: string): void {
  const focused = useIsFocused();
  useEffect(() => {
    if (focused) document.title = title === 'Dife' ? title : `${title} · Dife`;
  }, [focused, title]);
}

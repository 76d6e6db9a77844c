import { type Href, useRouter } from 'expo-router';

/** To the page before; a page that was opened by its link has none, then to the one it belongs to. */
export function useGoBack(otherwise: Href = '/'): () => void {
  const router = useRouter();
  return () => (router.canGoBack() ? router.back() : router.replace(otherwise));
}

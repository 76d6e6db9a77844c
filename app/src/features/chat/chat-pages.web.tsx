import { Slot } from 'expo-router';

/** In a browser only the open page is in the document; the list beside it, or the back button, leads to the others. */
export function ChatPages() {
  return <Slot />;
}

import { Stack } from 'expo-router';

/** On a phone an opened conversation lies above the list, and is swiped away. */
export function ChatPages() {
  return <Stack screenOptions={{ headerShown: false }} />;
}

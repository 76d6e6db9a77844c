import { openURL } from 'expo-linking';

/** What makes a piece of a text a link. */
export function linkProps(url: string): object {
  return { role: 'link', onPress: () => void openURL(url) };
}

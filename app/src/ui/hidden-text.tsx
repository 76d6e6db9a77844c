import { Text, type TextStyle } from 'react-native';

/** Words for screen readers alone, where eyes see them in another way. */
export function HiddenText({ children }: { children: string }) {
  return <Text style={hidden}>{children}</Text>;
}

const hidden: TextStyle = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  overflow: 'hidden',
};

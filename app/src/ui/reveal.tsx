import { type ReactNode, useState } from 'react';
import { View, type ViewStyle } from 'react-native';

type RevealProps = { children: ReactNode; actions: ReactNode; from: 'left' | 'right' };

/** A line whose actions are seen while the mouse or the keyboard is on it; screen readers always find them. */
export function Reveal({ children, actions, from }: RevealProps) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  return (
    <View
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      style={[line, { flexDirection: from === 'left' ? 'row' : 'row-reverse' }]}
    >
      {children}
      <View style={{ opacity: hovered || focused ? 1 : 0 }}>{actions}</View>
    </View>
  );
}

const line: ViewStyle = {
  alignSelf: 'stretch',
  alignItems: 'flex-end',
};

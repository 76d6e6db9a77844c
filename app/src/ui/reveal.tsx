import { type ReactNode, useState } from 'react';
import { View } from 'react-native';

type RevealProps = { children: ReactNode; actions: ReactNode; reverse?: boolean };

/** A line whose actions are seen while the mouse or the keyboard is on it; screen readers always find them. */
export function Reveal({ children, actions, reverse }: RevealProps) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  return (
    <View
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      style={{ flexDirection: reverse ? 'row-reverse' : 'row', alignItems: 'center' }}
    >
      {children}
      <View style={{ opacity: hovered || focused ? 1 : 0 }}>{actions}</View>
    </View>
  );
}

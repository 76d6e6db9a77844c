import type { ReactNode } from 'react';
import { View, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, space } from '@/theme/tokens';

import { Press } from './press';

type QuoteFrameProps = {
  /** Inside of an own bubble. */
  own: boolean;
  /** What a screen reader says. */
  label: string;
  children: ReactNode;
  onPress?: () => void;
};

/** Somebody's earlier words inside of a bubble, with a bar at their side. */
export function QuoteFrame({ own, label, children, onPress }: QuoteFrameProps) {
  const { colors } = useTheme();
  const bar: ViewStyle = { borderLeftColor: own ? colors.onBubbleOwn : colors.textBrand };
  if (!onPress) return <View style={[frame, bar]}>{children}</View>;
  return (
    <Press aria-label={label} onPress={onPress} style={[frame, bar]}>
      {children}
    </Press>
  );
}

const frame: ViewStyle = {
  borderLeftWidth: 3,
  borderRadius: radius.s,
  paddingLeft: space.s,
  paddingVertical: space.xxs,
  marginBottom: space.xs,
  justifyContent: 'center',
};

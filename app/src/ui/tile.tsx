import type { ReactNode } from 'react';
import { View, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius } from '@/theme/tokens';

type TileProps = { children: ReactNode; center?: ReactNode; corner?: ReactNode };

/** A small picture with something in its middle, like a spinner, and a button at its corner. */
export function Tile({ children, center, corner }: TileProps) {
  const { colors } = useTheme();
  const veil = { backgroundColor: colors.surface };
  return (
    <View>
      {children}
      {center ? (
        <View style={middle}>
          <View style={[round, veil]}>{center}</View>
        </View>
      ) : null}
      {corner ? <View style={[atCorner, round, veil]}>{corner}</View> : null}
    </View>
  );
}

const round: ViewStyle = { borderRadius: radius.full };
const middle: ViewStyle = {
  position: 'absolute',
  inset: 0,
  alignItems: 'center',
  justifyContent: 'center',
};
const atCorner: ViewStyle = {
  position: 'absolute',
  top: -8,
  right: -8,
  transform: [{ scale: 0.7 }],
};

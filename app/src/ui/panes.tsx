import type { ReactNode } from 'react';
import { View, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';

type PanesProps = { side: ReactNode; sideLabel: string; children: ReactNode };

const sideWidth = 340;

/** A list at the left, and beside it what was chosen of it: the page itself. */
export function Panes({ side, sideLabel, children }: PanesProps) {
  const { colors } = useTheme();
  const list: ViewStyle = {
    width: sideWidth,
    borderRightWidth: 1,
    borderRightColor: colors.border,
  };
  return (
    <View style={{ flex: 1, flexDirection: 'row', backgroundColor: colors.page }}>
      <View role="region" aria-label={sideLabel} style={list}>
        {side}
      </View>
      <View style={{ flex: 1, minWidth: 0 }}>{children}</View>
    </View>
  );
}

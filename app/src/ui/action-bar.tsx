import { Children, type ReactNode } from 'react';
import { View, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { size } from '@/theme/tokens';

/** A few actions of the same weight beside each other, with lines between them. */
export function ActionBar({ label, children }: { label: string; children: ReactNode }) {
  const { colors } = useTheme();
  return (
    <View role="group" aria-label={label} style={bar}>
      {Children.toArray(children).map((child, index) => (
        <View
          key={index}
          style={[cell, index > 0 ? { borderLeftWidth: 1, borderLeftColor: colors.border } : null]}
        >
          {child}
        </View>
      ))}
    </View>
  );
}

const bar: ViewStyle = { flexDirection: 'row', minHeight: size.control };
const cell: ViewStyle = { flex: 1, alignItems: 'center', justifyContent: 'center' };

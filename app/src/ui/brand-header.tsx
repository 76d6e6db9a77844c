import type { ReactNode } from 'react';
import { View, type ViewStyle } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import { useTheme } from '@/theme/theme';
import { radius, size, space } from '@/theme/tokens';

/** The blue head of home and community with its round lower corners. */
export function BrandHeader({ children }: { children: ReactNode }) {
  const { colors } = useTheme();
  const insets = useSafeAreaInsets();
  const frame: ViewStyle = {
    backgroundColor: colors.brandFill,
    borderBottomLeftRadius: radius.xl,
    borderBottomRightRadius: radius.xl,
    paddingTop: insets.top + space.l,
    paddingBottom: space.xl,
    paddingHorizontal: space.l,
  };
  return (
    <View style={frame}>
      <View style={{ width: '100%', maxWidth: size.content, alignSelf: 'center', gap: space.m }}>
        {children}
      </View>
    </View>
  );
}

import { Text as NativeText, View } from 'react-native';

import { font } from '@/theme/font';
import { useTheme } from '@/theme/theme';
import { radius, space, type } from '@/theme/tokens';

/** A count on the corner of an icon; screen readers hear it in the words of the control around it. */
export function Badge({ count, corner = true }: { count: number; corner?: boolean }) {
  const { colors } = useTheme();
  return (
    <View
      aria-hidden
      style={[
        {
          minWidth: 18,
          height: 18,
          borderRadius: radius.full,
          alignItems: 'center',
          justifyContent: 'center',
        },
        { paddingHorizontal: space.xs, backgroundColor: colors.danger },
        corner ? { position: 'absolute', top: 2, right: 2 } : null,
      ]}
    >
      <NativeText style={[type.caption, font, { color: colors.onBrand, fontWeight: '700' }]}>
        {count > 99 ? '99+' : count}
      </NativeText>
    </View>
  );
}

import type { ReactNode } from 'react';
import { View, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { size, space } from '@/theme/tokens';
import { useLayout } from '@/theme/use-layout';

import { Stack } from './box';
import { Curve, Logo } from './logo';
import { Text } from './text';

/** Where there is room, the brand stands beside the page of somebody who is not in yet. */
export function BrandPanes({ tagline, children }: { tagline: string; children: ReactNode }) {
  const { colors } = useTheme();
  const { hasBrand } = useLayout();
  return (
    <View style={panes}>
      {hasBrand ? (
        <View style={[brand, { backgroundColor: colors.brandFillStrong }]}>
          <Curve color="mint" />
          <Stack gap="m" align="center">
            <Logo color="onBrand" height={72} />
            <Text variant="strong" tone="onBrand" align="center">
              {tagline}
            </Text>
          </Stack>
          <Curve color="brandFill" />
        </View>
      ) : null}
      <View style={page}>{children}</View>
    </View>
  );
}

const panes: ViewStyle = { flex: 1, flexDirection: 'row' };
const page: ViewStyle = { flex: 1, minWidth: 0 };
const brand: ViewStyle = {
  flex: 1,
  maxWidth: size.content,
  justifyContent: 'space-between',
  paddingVertical: space.xxl,
  overflow: 'hidden',
};

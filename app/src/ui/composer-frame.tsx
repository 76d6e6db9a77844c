import type { ReactNode } from 'react';
import { View, type ViewStyle } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import { useTheme } from '@/theme/theme';
import { size, space } from '@/theme/tokens';

import { Icon } from './icon';
import { IconButton } from './icon-button';
import type { IconName } from './icon-paths';
import { Press } from './press';

type Action = { icon: IconName; label: string; onPress: () => void; disabled?: boolean };

type ComposerFrameProps = {
  /** The field. */
  children: ReactNode;
  above?: ReactNode;
  left?: Action;
  right: Action;
  /** Below the field. */
  count?: ReactNode;
};

/** The strip at the foot of a conversation: a plus, the field, and the blue button that sends. */
export function ComposerFrame({ children, above, left, right, count }: ComposerFrameProps) {
  const { colors } = useTheme();
  const { bottom } = useSafeAreaInsets();
  const frame: ViewStyle = {
    backgroundColor: colors.surface,
    borderTopWidth: 1,
    borderTopColor: colors.border,
    paddingBottom: bottom,
  };
  const fill = right.disabled ? colors.borderStrong : colors.brandFill;
  return (
    <View style={frame}>
      {above}
      <View style={line}>
        {left ? <IconButton {...left} /> : <View style={{ width: space.s }} />}
        <View style={{ flex: 1, minWidth: 0 }}>
          <View style={{ flexDirection: 'row' }}>{children}</View>
          {count}
        </View>
        <Press
          aria-label={right.label}
          disabled={right.disabled}
          onPress={right.onPress}
          style={[button, { backgroundColor: fill }]}
        >
          <Icon name={right.icon} color="onBrand" />
        </Press>
      </View>
    </View>
  );
}

const line: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'flex-end',
  gap: space.xs,
  paddingLeft: space.xs,
};
const button: ViewStyle = {
  width: size.controlLarge,
  minHeight: size.controlLarge,
  alignSelf: 'stretch',
  alignItems: 'center',
  justifyContent: 'center',
};

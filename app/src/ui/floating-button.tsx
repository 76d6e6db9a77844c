import { View, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, size, space } from '@/theme/tokens';

import { Icon } from './icon';
import type { IconName } from './icon-paths';
import { Press } from './press';
import { Text } from './text';

type FloatingButtonProps = {
  icon: IconName;
  label: string;
  /** Beside the icon; otherwise only screen readers hear it. */
  showLabel?: boolean;
  onPress: () => void;
};

/** Stands over the lower end of a list. */
export function FloatingButton({ icon, label, showLabel, onPress }: FloatingButtonProps) {
  const { colors } = useTheme();
  const look: ViewStyle = {
    backgroundColor: colors.surface,
    borderColor: colors.border,
    boxShadow: `0 4px 16px ${colors.shadow}`,
  };
  return (
    <View style={place}>
      <Press aria-label={label} onPress={onPress} style={[shape, look]}>
        <Icon name={icon} color="textBrand" size={20} />
        {showLabel ? (
          <Text variant="label" tone="brand">
            {label}
          </Text>
        ) : null}
      </Press>
    </View>
  );
}

const place: ViewStyle = {
  position: 'absolute',
  right: 0,
  bottom: space.m,
  left: 0,
  alignItems: 'center',
  pointerEvents: 'box-none',
};
const shape: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  gap: space.s,
  minHeight: size.control,
  paddingHorizontal: space.m,
  borderRadius: radius.full,
  borderWidth: 1,
};

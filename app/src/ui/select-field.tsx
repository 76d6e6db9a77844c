import type { ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, size, space } from '@/theme/tokens';

import { Box, Stack } from './box';
import { Icon } from './icon';
import { Press } from './press';
import { Text } from './text';

type SelectFieldProps = {
  label: string;
  value: string | null;
  placeholder: string;
  error?: string;
  onPress: () => void;
};

/** Looks like a text field and opens a list. */
export function SelectField({ label, value, placeholder, error, onPress }: SelectFieldProps) {
  const { colors } = useTheme();
  const frame: ViewStyle = {
    ...base,
    borderColor: error ? colors.danger : colors.borderStrong,
    backgroundColor: colors.surface,
  };
  return (
    <Stack gap="xs">
      <Text variant="label">{label}</Text>
      <Press aria-label={`${label}: ${value ?? placeholder}`} style={frame} onPress={onPress}>
        <Box grow>
          <Text tone={value ? 'default' : 'muted'}>{value ?? placeholder}</Text>
        </Box>
        <Icon name="down" color="textMuted" size={size.iconSmall} />
      </Press>
      {error ? (
        <Text variant="small" tone="danger" role="alert">
          {error}
        </Text>
      ) : null}
    </Stack>
  );
}

const base: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  gap: space.s,
  minHeight: size.control,
  borderWidth: 1,
  borderRadius: radius.m,
  paddingHorizontal: space.m,
};

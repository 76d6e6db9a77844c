import type { ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, space } from '@/theme/tokens';

import { Box } from './box';
import { Press } from './press';
import { Text } from './text';

type SwitchProps = {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
  disabled?: boolean;
  /** Label after the knob, as over a chat; otherwise the label comes first and takes the width of the row. */
  inline?: boolean;
};

export function Switch({ label, value, onChange, disabled, inline }: SwitchProps) {
  const { colors } = useTheme();
  return (
    <Press
      role="switch"
      aria-checked={value}
      aria-label={label}
      disabled={disabled}
      onPress={() => onChange(!value)}
      style={[row, inline ? { flexDirection: 'row-reverse' } : null]}
    >
      <Text variant={inline ? 'small' : 'body'} tone={inline ? 'muted' : 'default'} shrink>
        {label}
      </Text>
      <Box style={[track, { backgroundColor: value ? colors.chipSelected : colors.borderStrong }]}>
        <Box
          style={[
            knob,
            { backgroundColor: colors.onBrand, alignSelf: value ? 'flex-end' : 'flex-start' },
          ]}
        />
      </Box>
    </Press>
  );
}

const row: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: space.s,
  minHeight: 44,
};
const track: ViewStyle = {
  width: 44,
  height: 26,
  borderRadius: radius.full,
  padding: 3,
  justifyContent: 'center',
};
const knob: ViewStyle = { width: 20, height: 20, borderRadius: radius.full };

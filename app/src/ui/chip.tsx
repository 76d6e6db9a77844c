import type { ReactNode } from 'react';
import type { ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, space } from '@/theme/tokens';

import { Box, Row } from './box';
import { Press } from './press';
import { Text } from './text';

const shape: ViewStyle = {
  borderWidth: 1,
  borderRadius: radius.full,
  paddingHorizontal: space.m,
  minHeight: 36,
  alignItems: 'center',
  flexDirection: 'row',
  gap: space.xs,
};

type ChipProps = {
  label: string;
  selected: boolean;
  onPress: () => void;
  disabled?: boolean;
  single?: boolean;
};

/** A choice that is on or off; `single` makes it a radio of its group. */
export function Chip({ label, selected, onPress, disabled, single }: ChipProps) {
  const { colors } = useTheme();
  const look: ViewStyle = {
    backgroundColor: selected ? colors.chipSelected : colors.chip,
    borderColor: selected ? colors.chipSelected : colors.chipBorder,
  };
  return (
    <Press
      role={single ? 'radio' : 'checkbox'}
      aria-checked={selected}
      aria-label={label}
      disabled={disabled && !selected}
      onPress={onPress}
      style={[shape, look]}
    >
      <Text variant="label" tone={selected ? 'onChipSelected' : 'brand'}>
        {label}
      </Text>
    </Press>
  );
}

type ChipGroupProps<Code extends string> = {
  label: string;
  options: readonly { code: Code; label: string }[];
  selected: readonly Code[];
  onChange: (selected: Code[]) => void;
  /** With 1 a new choice replaces the old one; above it the others are disabled when the limit is reached. */
  max?: number;
};

export function ChipGroup<Code extends string>({
  label,
  options,
  selected,
  onChange,
  max,
}: ChipGroupProps<Code>) {
  const single = max === 1;
  const full = max !== undefined && !single && selected.length >= max;
  const toggle = (code: Code) => {
    if (selected.includes(code))
      return onChange(single ? [...selected] : selected.filter((one) => one !== code));
    onChange(single ? [code] : [...selected, code]);
  };
  return (
    <Row wrap gap="s" role={single ? 'radiogroup' : 'group'} aria-label={label}>
      {options.map((option) => (
        <Chip
          key={option.code}
          label={option.label}
          single={single}
          selected={selected.includes(option.code)}
          disabled={full}
          onPress={() => toggle(option.code)}
        />
      ))}
    </Row>
  );
}

/** A word in a rounded frame that cannot be pressed, like the hobbies on a card. */
export function Tag({ children, shared }: { children: ReactNode; shared?: boolean }) {
  return (
    <Box
      border="chipBorder"
      background={shared ? 'sunken' : 'chip'}
      radius="full"
      paddingX="m"
      paddingY="xxs"
    >
      <Text variant="small" tone="brand">
        {children}
      </Text>
    </Box>
  );
}

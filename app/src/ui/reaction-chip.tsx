import type { ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, space } from '@/theme/tokens';

import { Press } from './press';
import { Text } from './text';

type ReactionChipProps = {
  emoji: string;
  count: number;
  /** Whether the reader is among them. */
  mine: boolean;
  label: string;
  onPress: () => void;
};

/** An emoji under a message and how many put it there. */
export function ReactionChip({ emoji, count, mine, label, onPress }: ReactionChipProps) {
  const { colors } = useTheme();
  const look: ViewStyle = {
    backgroundColor: mine ? colors.sunken : colors.surface,
    borderColor: mine ? colors.textBrand : colors.border,
  };
  return (
    <Press aria-label={label} aria-pressed={mine} onPress={onPress} style={[shape, look]}>
      <Text variant="small">{emoji}</Text>
      <Text variant="caption" tone={mine ? 'brand' : 'muted'}>
        {count}
      </Text>
    </Press>
  );
}

const shape: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  gap: space.xs,
  minHeight: 30,
  paddingHorizontal: space.s,
  borderRadius: radius.full,
  borderWidth: 1,
};

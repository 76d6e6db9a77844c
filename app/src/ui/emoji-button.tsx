import type { ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, size } from '@/theme/tokens';

import { Press } from './press';
import { Text } from './text';

type EmojiButtonProps = { emoji: string; chosen: boolean; onPress: () => void };

/** One emoji to choose; screen readers know its name. */
export function EmojiButton({ emoji, chosen, onPress }: EmojiButtonProps) {
  const { colors } = useTheme();
  const look: ViewStyle = { backgroundColor: chosen ? colors.sunken : colors.surface };
  return (
    <Press aria-label={emoji} aria-pressed={chosen} onPress={onPress} style={[shape, look]}>
      <Text variant="heading">{emoji}</Text>
    </Press>
  );
}

const shape: ViewStyle = {
  width: size.controlLarge,
  height: size.controlLarge,
  alignItems: 'center',
  justifyContent: 'center',
  borderRadius: radius.full,
};

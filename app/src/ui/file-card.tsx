import type { ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, size as sizes, space } from '@/theme/tokens';

import { Box } from './box';
import { Icon } from './icon';
import { Press } from './press';
import { Text } from './text';

type FileCardProps = {
  own: boolean;
  name: string;
  size: string;
  /** What a press does. */
  label: string;
  onPress: () => void;
};

/** A file of a message: what it is called and how large it is. */
export function FileCard({ own, name, size, label, onPress }: FileCardProps) {
  const { colors } = useTheme();
  const look: ViewStyle = { backgroundColor: own ? colors.bubbleOwn : colors.bubbleOther };
  const tone = own ? 'onBubbleOwn' : 'onBubbleOther';
  return (
    <Press aria-label={label} onPress={onPress} style={[frame, look]}>
      <Icon name="file" color={tone} />
      <Box shrink>
        <Text tone={tone} numberOfLines={2}>
          {name}
        </Text>
        <Text variant="caption" tone={tone}>
          {size}
        </Text>
      </Box>
    </Press>
  );
}

const frame: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  gap: space.s,
  minHeight: sizes.controlLarge,
  maxWidth: 280,
  borderRadius: radius.m,
  paddingHorizontal: space.m,
  paddingVertical: space.s,
};

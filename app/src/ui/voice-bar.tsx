import { View, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, size, space } from '@/theme/tokens';

import { Icon } from './icon';
import { Press } from './press';
import { type Seek, SeekBar } from './seek-bar';
import { Text } from './text';

type VoiceBarProps = Seek & {
  own: boolean;
  playing: boolean;
  /** What the button does. */
  action: string;
  onToggle: () => void;
  /** How long it is, or how far one has heard. */
  time: string;
};

/** A voice note: a button, a bar that shows how far it is, and the time. */
export function VoiceBar({ own, playing, action, onToggle, time, ...seek }: VoiceBarProps) {
  const { colors } = useTheme();
  const look: ViewStyle = { backgroundColor: own ? colors.bubbleOwn : colors.bubbleOther };
  const tone = own ? 'onBubbleOwn' : 'onBubbleOther';
  return (
    <View style={[frame, look]}>
      <Press aria-label={action} onPress={onToggle} style={button}>
        <Icon name={playing ? 'pause' : 'play'} color={tone} />
      </Press>
      <SeekBar {...seek} color={colors[tone]} />
      <Text variant="caption" tone={tone}>
        {time}
      </Text>
    </View>
  );
}

const frame: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  gap: space.s,
  width: 240,
  maxWidth: '100%',
  borderRadius: radius.m,
  paddingRight: space.m,
};
const button: ViewStyle = {
  width: size.control,
  height: size.control,
  alignItems: 'center',
  justifyContent: 'center',
};

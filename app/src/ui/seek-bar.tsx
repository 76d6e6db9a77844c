import { View, type ViewStyle } from 'react-native';

import { radius, space } from '@/theme/tokens';

import { Press } from './press';

export type Seek = {
  /** What a screen reader calls the place. */
  label: string;
  /** Seconds. */
  position: number;
  duration: number;
  /** How a screen reader says the position. */
  spoken: string;
  onSeek: (seconds: number) => void;
};

const step = 5;

/** How far something has played; a press goes there, and the arrow keys go five seconds on or back. */
export function SeekBar({
  label,
  position,
  duration,
  spoken,
  onSeek,
  color,
}: Seek & { color: string }) {
  const share = duration > 0 ? Math.min(1, position / duration) : 0;
  const go = (to: number) => onSeek(Math.max(0, Math.min(duration, to)));
  const keys = {
    onKeyDown: (event: { key: string; preventDefault: () => void }) => {
      const by = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      go(position + by);
    },
  };
  return (
    <Press
      {...(keys as object)}
      role="slider"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(position)}
      aria-valuetext={spoken}
      accessibilityActions={[{ name: 'increment' }, { name: 'decrement' }]}
      onAccessibilityAction={({ nativeEvent }) =>
        go(position + (nativeEvent.actionName === 'increment' ? step : -step))
      }
      onPress={({ nativeEvent, currentTarget }) =>
        currentTarget.measure((_x, _y, width) =>
          go((nativeEvent.locationX / Math.max(1, width)) * duration),
        )
      }
      style={touch}
    >
      <View style={[track, { borderColor: color }]}>
        <View style={[bar, { backgroundColor: color, width: `${share * 100}%` }]} />
      </View>
    </Press>
  );
}

const touch: ViewStyle = { flex: 1, minHeight: 32, justifyContent: 'center', minWidth: 0 };
const track: ViewStyle = {
  height: space.s,
  borderWidth: 1,
  borderRadius: radius.full,
  overflow: 'hidden',
};
const bar: ViewStyle = { height: '100%' };

import { useId } from 'react';
import { View, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';

import { Defs, LinearGradient, Path, Stop, Svg } from './svg';

/** The blue wave behind the upper part of the first page; it lies below what comes after it. */
export function WaveBackdrop({ height = 300 }: { height?: number }) {
  const { colors } = useTheme();
  // The letters that React makes ids of are not all welcome in `url(#…)`.
  const id = `wave${useId().replace(/[^a-zA-Z0-9]/g, '')}`;
  return (
    <View aria-hidden style={[behind, { height }]}>
      <Svg width="100%" height={height} viewBox="0 0 375 300" preserveAspectRatio="none">
        <Defs>
          <LinearGradient id={id} x1={0} y1={0} x2={1} y2={1}>
            <Stop offset={0.2} stopColor={colors.brandFillStrong} />
            <Stop offset={1} stopColor={colors.brandFill} />
          </LinearGradient>
        </Defs>
        <Path d={wave} fill={`url(#${id})`} />
      </Svg>
    </View>
  );
}

const wave = 'M0 0H375V300C355 262 320 242 262 240C150 236 62 246 34 196C16 164 2 140 0 96Z';
const behind: ViewStyle = { position: 'absolute', top: 0, left: 0, right: 0 };

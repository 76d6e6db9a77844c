import type { ColorName } from '@/theme/colors';
import { useTheme } from '@/theme/theme';

import { Box } from './box';
import { Circle, Path, Svg } from './svg';

type LogoProps = { color?: ColorName; height?: number };

/** The word "Dife" written in one line that swings in from the left and out to the right. */
export function Logo({ color = 'textBrand', height = 44 }: LogoProps) {
  const { colors } = useTheme();
  const line = {
    fill: 'none',
    stroke: colors[color],
    strokeWidth: 7,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  } as const;
  return (
    <Box role="img" aria-label="Dife">
      <Svg width={(height * 230) / 72} height={height} viewBox="0 0 230 72">
        <Path {...line} d={wave} />
        <Path {...line} d={letterD} />
        <Path {...line} d={lettersIfe} />
        <Path {...line} d={crossbar} />
        <Circle cx={113} cy={12} r={6} fill={colors.bell} />
      </Svg>
    </Box>
  );
}

const wave = 'M4 44c16-20 32-16 44-9s22 5 28-9';
const letterD = 'M76 14c-3 14-8 30-14 46 24 4 40-8 42-26 1-17-15-24-31-17-9 4-13 10-12 16';
const lettersIfe =
  'M111 28c-3 10-6 20-6 26 0 8 8 8 14 0 10-12 18-32 20-44 1-7-6-7-8 0-4 14-8 34-11 48-1 6-7 6-7 1 0-9 24-9 38-19 10-7 12-16 5-16-8 0-14 12-13 20 1 14 20 13 32 2 10-9 26-10 47-5';
const crossbar = 'M121 37c8 2 15 1 22-2';

const curveRatio = 400 / 176;

/** The looping line behind welcome and home: as wide as there is room, never wider than it looks good. */
export function Curve({ color = 'curve' }: { color?: ColorName }) {
  const { colors } = useTheme();
  return (
    <Box width="100%" maxWidth={640} alignSelf="center" style={{ aspectRatio: curveRatio }}>
      <Svg width="100%" height="100%" viewBox="0 -12 400 176">
        <Path
          d="M-20 150C60 130 120 96 142 60c16-27 4-52-20-52-26 0-42 30-32 58 14 40 78 50 130 20 54-31 84-84 200-84"
          fill="none"
          stroke={colors[color]}
          strokeWidth={14}
          strokeLinecap="round"
        />
      </Svg>
    </Box>
  );
}

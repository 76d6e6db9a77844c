import type { ColorName } from '@/theme/colors';
import { useTheme } from '@/theme/theme';
import { size as sizes } from '@/theme/tokens';

import { type IconName, iconPaths } from './icon-paths';
import { Path, Svg } from './svg';

type IconProps = { name: IconName; color?: ColorName; size?: number };

/** Decoration only: the control around it carries the accessible name. */
export function Icon({ name, color = 'text', size = sizes.icon }: IconProps) {
  const paint = useTheme().colors[color];
  const shape: { fill?: string; line?: string } = iconPaths[name];
  return (
    <Svg width={size} height={size} viewBox="0 0 24 24">
      {shape.fill ? <Path d={shape.fill} fill={paint} /> : null}
      {shape.line ? (
        <Path
          d={shape.line}
          fill="none"
          stroke={paint}
          strokeWidth={1.8}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : null}
    </Svg>
  );
}

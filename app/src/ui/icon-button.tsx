import type { ViewStyle } from 'react-native';

import type { ColorName } from '@/theme/colors';
import { radius, size as sizes } from '@/theme/tokens';

import { Badge } from './badge';
import { Icon } from './icon';
import type { IconName } from './icon-paths';
import { Press, type PressProps } from './press';

type IconButtonProps = Omit<PressProps, 'children' | 'style'> & {
  /** What a screen reader says. */
  label: string;
  icon: IconName;
  color?: ColorName;
  size?: number;
  badge?: number;
};

export function IconButton({ label, icon, color, size, badge, ...rest }: IconButtonProps) {
  return (
    <Press {...rest} style={style} aria-label={label}>
      <Icon name={icon} color={color} size={size} />
      {badge ? <Badge count={badge} /> : null}
    </Press>
  );
}

const style: ViewStyle = {
  width: sizes.control,
  height: sizes.control,
  alignItems: 'center',
  justifyContent: 'center',
  borderRadius: radius.full,
};

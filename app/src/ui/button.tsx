import type { ViewStyle } from 'react-native';

import type { ColorName } from '@/theme/colors';
import { useTheme } from '@/theme/theme';
import { radius, size, space } from '@/theme/tokens';

import { Icon } from './icon';
import type { IconName } from './icon-paths';
import { Press, type PressProps } from './press';
import { Spinner } from './spinner';
import { Text, type Tone } from './text';

type Kind = 'primary' | 'secondary' | 'quiet' | 'danger';

const kinds = {
  primary: { fill: 'brandFill', border: 'brandFill', tone: 'onBrand', icon: 'onBrand' },
  secondary: { fill: 'surface', border: 'chipBorder', tone: 'brand', icon: 'textBrand' },
  quiet: { fill: undefined, border: undefined, tone: 'brand', icon: 'textBrand' },
  danger: { fill: 'danger', border: 'danger', tone: 'onBrand', icon: 'onBrand' },
} as const satisfies Record<
  Kind,
  { fill?: ColorName; border?: ColorName; tone: Tone; icon: ColorName }
>;

type ButtonProps = Omit<PressProps, 'children' | 'style'> & {
  label: string;
  kind?: Kind;
  icon?: IconName;
  /** Shows a spinner and takes no press until it is over. */
  busy?: boolean;
  compact?: boolean;
};

export function Button({
  label,
  kind = 'primary',
  icon,
  busy,
  compact,
  disabled,
  ...rest
}: ButtonProps) {
  const { colors } = useTheme();
  const look = kinds[kind];
  const style: ViewStyle = {
    ...base,
    minHeight: compact ? size.control : size.controlLarge,
    paddingHorizontal: compact ? space.l : space.xl,
    backgroundColor: look.fill && colors[look.fill],
    borderColor: look.border ? colors[look.border] : 'transparent',
  };
  return (
    <Press
      {...rest}
      style={style}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      aria-label={label}
    >
      {busy ? <Spinner label={label} color={look.icon} /> : null}
      {icon && !busy ? <Icon name={icon} color={look.icon} size={size.iconSmall} /> : null}
      <Text variant={compact ? 'label' : 'strong'} tone={look.tone} align="center" shrink>
        {label}
      </Text>
    </Press>
  );
}

const base: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  justifyContent: 'center',
  gap: space.s,
  borderRadius: radius.m,
  borderWidth: 1,
};

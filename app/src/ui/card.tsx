import type { ReactNode } from 'react';
import type { ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, type Space, space } from '@/theme/tokens';

import { Press, type PressProps } from './press';
import { Box } from './box';

type CardProps = { children: ReactNode; padding?: Space; gap?: Space; raised?: boolean } & Pick<
  PressProps,
  'href' | 'onPress' | 'aria-label'
>;

/** A framed surface; with `href` or `onPress` the whole of it can be pressed. */
export function Card({ children, padding = 'l', gap = 's', raised, ...press }: CardProps) {
  const { colors } = useTheme();
  const style: ViewStyle = {
    padding: space[padding],
    gap: space[gap],
    borderRadius: radius.l,
    borderWidth: 1,
    borderColor: raised ? 'transparent' : colors.border,
    backgroundColor: colors.surface,
    boxShadow: raised ? `0 4px 16px ${colors.shadow}` : undefined,
  };
  if (!press.href && !press.onPress) return <Box style={style}>{children}</Box>;
  return (
    <Press {...press} style={style}>
      {children}
    </Press>
  );
}

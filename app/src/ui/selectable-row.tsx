import type { Href } from 'expo-router';
import type { ReactNode } from 'react';
import type { ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, space } from '@/theme/tokens';

import { Press } from './press';

type SelectableRowProps = {
  href: Href;
  replace?: boolean;
  /** The page beside the list is the one that this row leads to. */
  current: boolean;
  children: ReactNode;
};

/** A row of a list that leads to a page, and shows which page is open. */
export function SelectableRow({ href, replace, current, children }: SelectableRowProps) {
  const { colors } = useTheme();
  const here: object = current ? { 'aria-current': 'page' } : {};
  return (
    <Press
      href={href}
      replace={replace}
      {...here}
      style={[row, current ? { backgroundColor: colors.sunken } : null]}
    >
      {children}
    </Press>
  );
}

const row: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  gap: space.m,
  padding: space.s,
  minHeight: 72,
  borderRadius: radius.m,
};

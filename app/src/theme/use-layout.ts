import { useWindowDimensions } from 'react-native';

import { breakpoints } from './tokens';

type Layout = { rail: 'none' | 'narrow' | 'wide'; width: number };

export function useLayout(): Layout {
  const { width } = useWindowDimensions();
  if (width >= breakpoints.railWide) return { rail: 'wide', width };
  return { rail: width >= breakpoints.rail ? 'narrow' : 'none', width };
}

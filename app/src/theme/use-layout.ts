import { useWindowDimensions } from 'react-native';

import { breakpoints } from './tokens';

type Layout = { rail: 'none' | 'narrow' | 'wide'; hasBrand: boolean };

export function useLayout(): Layout {
  const { width } = useWindowDimensions();
  const hasBrand = width >= breakpoints.brand;
  if (width >= breakpoints.railWide) return { rail: 'wide', hasBrand };
  return { rail: width >= breakpoints.rail ? 'narrow' : 'none', hasBrand };
}

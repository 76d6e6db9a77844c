import type { ReactNode } from 'react';
import { View } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

/** Keeps a page's own header below the notch. */
export function SafeTop({ children }: { children: ReactNode }) {
  const { top } = useSafeAreaInsets();
  return <View style={{ paddingTop: top }}>{children}</View>;
}

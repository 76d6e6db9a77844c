import type { ReactNode } from 'react';
import { View } from 'react-native';

/** Takes what height is left, however long its content is: the content scrolls. */
export function Fill({ children }: { children: ReactNode }) {
  return <View style={{ flex: 1, flexBasis: 0, minHeight: 0 }}>{children}</View>;
}

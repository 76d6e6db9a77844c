import type { ReactNode } from 'react';
import { Pressable, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, space } from '@/theme/tokens';

type BubbleProps = {
  side: 'own' | 'other';
  children: ReactNode;
  /** A long press, or the right mouse button's menu on a desktop; the same actions have a button of their own. */
  onHold?: () => void;
  failed?: boolean;
};

/** What somebody said; the corner where it was said from is sharp. */
export function Bubble({ side, children, onHold, failed }: BubbleProps) {
  const { colors } = useTheme();
  const look: ViewStyle =
    side === 'own'
      ? { backgroundColor: colors.bubbleOwn, borderBottomRightRadius: space.xs }
      : { backgroundColor: colors.bubbleOther, borderTopLeftRadius: space.xs };
  const mark: ViewStyle | null = failed ? { borderWidth: 2, borderColor: colors.danger } : null;
  const frame = [shape, look, mark];
  return (
    <Pressable style={frame} onLongPress={onHold} tabIndex={-1} role="presentation">
      {children}
    </Pressable>
  );
}

const shape: ViewStyle = {
  borderRadius: radius.m + space.xs,
  paddingHorizontal: space.m,
  paddingVertical: space.s,
  maxWidth: '100%',
  flexShrink: 1,
};

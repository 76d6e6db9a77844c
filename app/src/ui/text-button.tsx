import type { ViewStyle } from 'react-native';

import { space } from '@/theme/tokens';

import { Press, type PressProps } from './press';
import { Text } from './text';

type TextButtonProps = Pick<
  PressProps,
  'onPress' | 'disabled' | 'aria-expanded' | 'aria-pressed'
> & {
  label: string;
  /** What a screen reader says, when the words alone do not tell it. */
  description?: string;
};

/** A small underlined word that does something, like "translate" beside a message. */
export function TextButton({ label, description, ...press }: TextButtonProps) {
  return (
    <Press {...press} aria-label={description ?? label} hitSlop={space.s} style={frame}>
      <Text variant="caption" tone="brand" underline>
        {label}
      </Text>
    </Press>
  );
}

const frame: ViewStyle = { minHeight: 24, justifyContent: 'center' };

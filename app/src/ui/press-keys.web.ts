import type { KeyboardEvent } from 'react';
import type { PressableProps } from 'react-native';

type Pressed = Pick<PressableProps, 'role' | 'disabled'> & { onPress?: () => void };

/** For these people press the space bar; react-native-web knows it of buttons only. */
const spaced: readonly unknown[] = ['checkbox', 'radio', 'switch', 'menuitem'];

export function pressKeys({ role, disabled, onPress }: Pressed): object {
  if (!spaced.includes(role)) return {};
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== ' ') return;
      event.preventDefault();
      if (!disabled && !event.repeat) onPress?.();
    },
  };
}

import type { KeyboardEvent } from 'react';
import type { GestureResponderEvent, PressableProps } from 'react-native';

type Pressed = Pick<PressableProps, 'role' | 'disabled' | 'onPress'>;

/** For these people press the space bar; react-native-web knows it of buttons only. */
const spaced: readonly unknown[] = ['checkbox', 'radio', 'switch', 'menuitem'];

export function pressKeys({ role, disabled, onPress }: Pressed): object {
  if (!spaced.includes(role)) return {};
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== ' ') return;
      event.preventDefault();
      // As for Enter, react-native-web gives the event of the key where a phone gives that of a finger.
      if (!disabled && !event.repeat) onPress?.(event as unknown as GestureResponderEvent);
    },
  };
}

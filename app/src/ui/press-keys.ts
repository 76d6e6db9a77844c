import type { PressableProps } from 'react-native';

type Pressed = Pick<PressableProps, 'role' | 'disabled' | 'onPress'>;

/** A phone has its own ways to press. */
export function pressKeys(_pressed: Pressed): object {
  return {};
}

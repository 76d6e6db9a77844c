import { type Href, Link } from 'expo-router';
import { type ReactNode, useState } from 'react';
import {
  Pressable,
  type PressableProps,
  type StyleProp,
  StyleSheet,
  type ViewStyle,
} from 'react-native';

import { pressKeys } from './press-keys';

/** What react-native's types do not know and react-native-web passes to the element. */
type WebAria = {
  'aria-pressed'?: boolean;
  'aria-current'?: 'page' | boolean;
  'aria-haspopup'?: 'menu' | 'dialog' | 'listbox';
  'aria-controls'?: string;
};

export type PressProps = Omit<PressableProps, 'style' | 'children'> &
  WebAria & {
    children?: ReactNode;
    style?: StyleProp<ViewStyle>;
    /** Makes it a link: it can be opened in a new tab and says so to screen readers. */
    href?: Href;
    replace?: boolean;
  };

/** What can be pressed; every button, link and row of the kit is one of these. */
export function Press({ style, href, replace, role = 'button', disabled, ...rest }: PressProps) {
  const [pressed, setPressed] = useState(false);
  const [hovered, setHovered] = useState(false);
  const feedback = disabled ? disabledStyle : pressed ? pressedStyle : hovered ? hoverStyle : null;
  const pressable = (
    <Pressable
      {...rest}
      {...pressKeys({ role, disabled, onPress: rest.onPress })}
      role={href ? 'link' : role}
      disabled={disabled}
      aria-disabled={disabled ? true : undefined}
      onPressIn={(event) => (setPressed(true), rest.onPressIn?.(event))}
      onPressOut={(event) => (setPressed(false), rest.onPressOut?.(event))}
      onHoverIn={(event) => (setHovered(true), rest.onHoverIn?.(event))}
      onHoverOut={(event) => (setHovered(false), rest.onHoverOut?.(event))}
      // One plain object: Link merges it with its own and would lose an array or a function.
      style={StyleSheet.flatten([style, feedback])}
    />
  );
  if (!href) return pressable;
  return (
    <Link href={href} replace={replace} asChild>
      {pressable}
    </Link>
  );
}

const hoverStyle: ViewStyle = { opacity: 0.92 };
const pressedStyle: ViewStyle = { opacity: 0.75 };
const disabledStyle: ViewStyle = { opacity: 0.45 };

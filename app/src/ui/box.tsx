import type { Ref } from 'react';
import { View, type ViewProps, type ViewStyle } from 'react-native';

import type { ColorName } from '@/theme/colors';
import { useTheme } from '@/theme/theme';
import { type Radius, radius, type Space, space } from '@/theme/tokens';

export type BoxProps = Omit<ViewProps, 'style'> & {
  ref?: Ref<View>;
  direction?: ViewStyle['flexDirection'];
  align?: ViewStyle['alignItems'];
  alignSelf?: ViewStyle['alignSelf'];
  justify?: ViewStyle['justifyContent'];
  wrap?: boolean;
  grow?: boolean;
  shrink?: boolean;
  gap?: Space;
  padding?: Space;
  paddingX?: Space;
  paddingY?: Space;
  paddingBottom?: Space;
  paddingTop?: Space;
  background?: ColorName;
  border?: ColorName;
  borderTop?: ColorName;
  borderBottom?: ColorName;
  radius?: Radius;
  width?: ViewStyle['width'];
  height?: ViewStyle['height'];
  minHeight?: ViewStyle['minHeight'];
  maxWidth?: ViewStyle['maxWidth'];
  overflow?: ViewStyle['overflow'];
  /** Only for the kit itself: screens say what they want with the props above. */
  style?: ViewProps['style'];
};

function edge(value: Space | undefined) {
  return value === undefined ? undefined : space[value];
}

/** The layout block of every screen: distances, colours and corners come from the tokens. */
export function Box(props: BoxProps) {
  const {
    direction,
    align,
    alignSelf,
    justify,
    wrap,
    grow,
    shrink,
    gap,
    padding,
    paddingX,
    paddingY,
  } = props;
  const { paddingBottom, paddingTop, background, border, borderTop, borderBottom } = props;
  const { width, height, minHeight, maxWidth, overflow, style, radius: corner, ...rest } = props;
  const { colors } = useTheme();
  const own: ViewStyle = {
    flexDirection: direction,
    alignItems: align,
    alignSelf,
    justifyContent: justify,
    flexWrap: wrap ? 'wrap' : undefined,
    flexGrow: grow ? 1 : undefined,
    flexShrink: shrink || grow ? 1 : undefined,
    minWidth: shrink || grow ? 0 : undefined,
    gap: edge(gap),
    padding: edge(padding),
    paddingHorizontal: edge(paddingX),
    paddingVertical: edge(paddingY),
    paddingBottom: edge(paddingBottom),
    paddingTop: edge(paddingTop),
    backgroundColor: background && colors[background],
    borderColor: border && colors[border],
    borderWidth: border && 1,
    borderTopColor: borderTop && colors[borderTop],
    borderTopWidth: borderTop && 1,
    borderBottomColor: borderBottom && colors[borderBottom],
    borderBottomWidth: borderBottom && 1,
    borderRadius: corner && radius[corner],
    width,
    height,
    minHeight,
    maxWidth,
    overflow,
  };
  return <View {...nativeProps(rest)} style={[own, style]} />;
}

const ownProps = [
  'direction',
  'align',
  'alignSelf',
  'justify',
  'wrap',
  'grow',
  'shrink',
  'gap',
  'padding',
  'paddingX',
  'paddingY',
  'paddingBottom',
  'paddingTop',
  'background',
  'border',
  'borderTop',
  'borderBottom',
] as const;

function nativeProps(props: object): ViewProps {
  const rest: Record<string, unknown> = { ...props };
  for (const name of ownProps) delete rest[name];
  return rest;
}

export function Row(props: BoxProps) {
  return <Box direction="row" align="center" {...props} />;
}

/** Children below each other. */
export function Stack(props: BoxProps) {
  return <Box direction="column" {...props} />;
}

export function Divider() {
  return <Box height={1} background="border" role="presentation" />;
}

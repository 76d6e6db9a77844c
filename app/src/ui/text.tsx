import type { ReactNode } from 'react';
import {
  Text as NativeText,
  type TextProps as NativeTextProps,
  type TextStyle,
} from 'react-native';

import type { ColorName } from '@/theme/colors';
import { font, loadFontFor, loadFontForText } from '@/theme/font';
import { useTheme } from '@/theme/theme';
import { type, type TypeVariant } from '@/theme/tokens';

const tones = {
  default: 'text',
  muted: 'textMuted',
  brand: 'textBrand',
  danger: 'textDanger',
  success: 'textSuccess',
  inverse: 'page',
  onBrand: 'onBrand',
  onBrandMuted: 'onBrandMuted',
  onBubbleOwn: 'onBubbleOwn',
  onBubbleOther: 'onBubbleOther',
  onChipSelected: 'onChipSelected',
} as const satisfies Record<string, ColorName>;
export type Tone = keyof typeof tones;

export type TextProps = Pick<
  NativeTextProps,
  | 'id'
  | 'role'
  | 'numberOfLines'
  | 'selectable'
  | 'aria-label'
  | 'aria-hidden'
  | 'aria-live'
  | 'nativeID'
  | 'testID'
  | 'onPress'
> & {
  children?: ReactNode;
  variant?: TypeVariant;
  tone?: Tone;
  align?: TextStyle['textAlign'];
  underline?: boolean;
  shrink?: boolean;
  /** The language of a text that people wrote: it chooses the glyphs and the screen reader's voice. */
  lang?: string;
};

export function Text({
  variant = 'body',
  tone = 'default',
  align,
  underline,
  shrink,
  lang,
  ...rest
}: TextProps) {
  const { colors } = useTheme();
  if (lang) loadFontFor(lang);
  else loadFontForText(rest.children);
  const style: TextStyle = {
    color: colors[tones[tone]],
    textAlign: align,
    textDecorationLine: underline ? 'underline' : undefined,
    flexShrink: shrink ? 1 : undefined,
  };
  return (
    <NativeText {...rest} {...(lang ? { lang } : undefined)} style={[type[variant], font, style]} />
  );
}

type HeadingProps = Omit<TextProps, 'role'> & { level: 1 | 2 | 3 };

const headingVariant = { 1: 'heading', 2: 'title', 3: 'strong' } as const;

/** Web readers need the level said: react-native-web makes h1…h6 of `aria-level`. */
export function Heading({ level, variant = headingVariant[level], ...rest }: HeadingProps) {
  const heading = { role: 'heading', 'aria-level': level } as const;
  return <Text variant={variant} {...rest} {...heading} />;
}

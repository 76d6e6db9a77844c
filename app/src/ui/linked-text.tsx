import { Text as NativeText, type TextStyle } from 'react-native';

import { loadFontForText } from '@/theme/font';

import { linkProps } from './link-props';
import { splitLinks } from './links';
import { Text, type TextProps } from './text';

/** What somebody wrote, with its addresses as links. */
export function LinkedText({
  children,
  ...rest
}: Omit<TextProps, 'children'> & { children: string }) {
  if (!rest.lang) loadFontForText(children);
  return (
    <Text {...rest}>
      {splitLinks(children).map(({ text, url }, index) =>
        url === null ? (
          text
        ) : (
          <NativeText key={index} style={link} {...linkProps(url)}>
            {text}
          </NativeText>
        ),
      )}
    </Text>
  );
}

const link: TextStyle = { textDecorationLine: 'underline' };

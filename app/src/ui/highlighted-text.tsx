import { Text as NativeText, type TextStyle } from 'react-native';

import { useTheme } from '@/theme/theme';

import { highlight } from './highlight';
import { Text } from './text';

/** A text in which the words that somebody looked for stand out; it begins near the first of them. */
export function HighlightedText({ text, words }: { text: string; words: string }) {
  const { colors } = useTheme();
  const mark: TextStyle = { backgroundColor: colors.bell, color: '#14171F', fontWeight: '700' };
  return (
    <Text variant="small" numberOfLines={3}>
      {highlight(text, words).map(({ text: part, marked }, index) =>
        marked ? (
          <NativeText key={index} style={mark}>
            {part}
          </NativeText>
        ) : (
          part
        ),
      )}
    </Text>
  );
}

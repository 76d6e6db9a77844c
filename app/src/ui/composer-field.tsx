import { useImperativeHandle, useRef } from 'react';
import { TextInput } from 'react-native';

import { font } from '@/theme/font';
import { useTheme } from '@/theme/theme';
import { size, space, type } from '@/theme/tokens';

import { type ComposerFieldProps, tallest } from './composer-field-props';

/** Where a message is written. */
export function ComposerField(props: ComposerFieldProps) {
  const { ref, label, placeholder, value, onChange, disabled } = props;
  const { colors } = useTheme();
  const input = useRef<TextInput>(null);
  useImperativeHandle(ref, () => ({ focus: () => input.current?.focus() }));
  return (
    <TextInput
      ref={input}
      aria-label={label}
      placeholder={placeholder}
      placeholderTextColor={colors.textMuted}
      value={value}
      onChangeText={onChange}
      editable={!disabled}
      multiline
      style={[
        type.body,
        font,
        {
          flex: 1,
          color: colors.text,
          minHeight: size.control,
          maxHeight: tallest,
          paddingVertical: space.m,
        },
      ]}
    />
  );
}

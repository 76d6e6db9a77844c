import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import { TextInput, type TextInputProps, type ViewStyle } from 'react-native';

import { addFlawed } from '@/lib/flawed-fields';
import { font, loadFontForText } from '@/theme/font';
import { useTheme } from '@/theme/theme';
import { radius, size, space, type } from '@/theme/tokens';

import { Box, Row, Stack } from './box';
import { Text } from './text';

export type TextFieldProps = Omit<TextInputProps, 'style' | 'placeholderTextColor' | 'onChange'> & {
  ref?: Ref<TextInput>;
  label: string;
  /** Hides the label from sight, never from screen readers. */
  labelHidden?: boolean;
  hint?: string;
  error?: string;
  /** Shows "12 / 60"; counts as people do, an emoji is one. */
  limit?: number;
  lines?: number;
  trailing?: React.ReactNode;
  /** Large digits far apart, for a code. */
  spread?: boolean;
};

export function TextField(props: TextFieldProps) {
  const {
    label,
    labelHidden,
    hint,
    error,
    limit,
    lines = 1,
    trailing,
    spread,
    value = '',
    ref,
    ...input
  } = props;
  const isFlawed = Boolean(error);
  const field = useRef<TextInput>(null);
  useImperativeHandle(ref, () => field.current!, []);
  useEffect(() => (isFlawed && field.current ? addFlawed(field.current) : undefined), [isFlawed]);
  const id = useId();
  const { colors } = useTheme();
  const [focused, setFocused] = useState(false);
  loadFontForText(value);
  const describedBy = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  const frame: ViewStyle = {
    borderColor: error ? colors.danger : focused ? colors.focus : colors.borderStrong,
    boxShadow: focused ? `0 0 0 2px ${colors.focus}` : undefined,
    backgroundColor: colors.surface,
    alignItems: lines > 1 ? 'flex-start' : 'center',
  };
  return (
    <Stack gap="xs">
      {labelHidden ? null : <Text variant="label">{label}</Text>}
      <Row style={[frameBase, frame]}>
        <TextInput
          {...input}
          {...describe({ describedBy, invalid: isFlawed })}
          ref={field}
          value={value}
          aria-label={label}
          multiline={lines > 1}
          numberOfLines={lines}
          onFocus={(event) => (setFocused(true), input.onFocus?.(event))}
          onBlur={(event) => (setFocused(false), input.onBlur?.(event))}
          placeholderTextColor={colors.textMuted}
          style={[
            type.body,
            font,
            inputBase,
            spread ? digits : null,
            { color: colors.text, minHeight: heightOf(lines) },
          ]}
        />
        {trailing}
      </Row>
      <FieldNote
        id={id}
        error={error}
        hint={hint}
        count={limit ? [...value].length : undefined}
        limit={limit}
      />
    </Stack>
  );
}

/** react-native's types do not know these two; react-native-web passes them to the element. */
function describe({ describedBy, invalid }: { describedBy?: string; invalid: boolean }): object {
  return { 'aria-describedby': describedBy, 'aria-invalid': invalid || undefined };
}

type FieldNoteProps = { id: string; error?: string; hint?: string; count?: number; limit?: number };

function FieldNote({ id, error, hint, count, limit }: FieldNoteProps) {
  if (!error && !hint && limit === undefined) return null;
  return (
    <Row justify="space-between" gap="s">
      <Box shrink>
        {error ? (
          <Text id={`${id}-error`} variant="small" tone="danger" role="alert">
            {error}
          </Text>
        ) : hint ? (
          <Text id={`${id}-hint`} variant="small" tone="muted">
            {hint}
          </Text>
        ) : null}
      </Box>
      {limit === undefined ? null : (
        <Text
          variant="small"
          tone={(count ?? 0) > limit ? 'danger' : 'muted'}
        >{`${count ?? 0} / ${limit}`}</Text>
      )}
    </Row>
  );
}

const frameBase: ViewStyle = {
  borderWidth: 1,
  borderRadius: radius.m,
  paddingHorizontal: space.m,
  gap: space.s,
};

function heightOf(lines: number): number {
  return lines > 1 ? lines * type.body.lineHeight + space.xl : size.control;
}

const digits = { ...type.heading, letterSpacing: space.m, textAlign: 'center' } as const;

const inputBase = { flexGrow: 1, flexShrink: 1, minWidth: 0, paddingVertical: space.s } as const;

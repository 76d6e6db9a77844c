import { type KeyboardEvent, useImperativeHandle, useLayoutEffect, useRef } from 'react';

import { useTheme } from '@/theme/theme';
import { size, space, type } from '@/theme/tokens';

import { type ComposerFieldProps, tallest } from './composer-field-props';

/** Some browsers end the composition before they report the key that ended it; this code says what it was. */
const composingKey = 229;

/**
 * Where a message is written. Enter sends, Shift+Enter breaks the line. While a Korean, Japanese or Chinese word is
 * being composed, Enter belongs to the input method.
 */
export function ComposerField(props: ComposerFieldProps) {
  const { ref, label, placeholder, value, onChange, onSubmit, onEscape, disabled } = props;
  const { colors } = useTheme();
  const area = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }));

  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, tallest)}px`;
  }, [value]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === composingKey) return;
    if (event.key === 'Escape') onEscape?.();
    if (event.key !== 'Enter' || event.shiftKey || isTouch()) return;
    event.preventDefault();
    onSubmit();
  };

  return (
    <textarea
      ref={area}
      rows={1}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      disabled={disabled}
      style={{ ...shape, color: colors.text }}
    />
  );
}

/** On a phone's keyboard Enter breaks the line; the button sends. */
function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

const shape = {
  flex: '1 1 0',
  minWidth: 0,
  minHeight: size.control,
  maxHeight: tallest,
  boxSizing: 'border-box',
  padding: `${(size.control - type.body.lineHeight) / 2}px ${space.xs}px`,
  border: 0,
  resize: 'none',
  background: 'transparent',
  fontFamily: 'var(--dife-font)',
  fontSize: type.body.fontSize,
  lineHeight: `${type.body.lineHeight}px`,
} as const;

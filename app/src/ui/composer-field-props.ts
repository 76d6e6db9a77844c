import type { Ref } from 'react';

export type ComposerFieldHandle = { focus: () => void };

export type ComposerFieldProps = {
  ref?: Ref<ComposerFieldHandle>;
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  /** Enter on a keyboard; a phone's keyboard makes a new line. */
  onSubmit: () => void;
  onEscape?: () => void;
  disabled?: boolean;
};

/** The field grows with its text up to so many points. */
export const tallest = 144;

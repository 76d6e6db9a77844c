import type { ReactNode } from 'react';

import { Text } from '@/ui/text';
import { Screen } from '@/ui/screen';
import { FormError } from '@/ui/form-error';

type AuthScreenProps = {
  title: string;
  text?: string;
  /** Where something is asked for. */
  fields: ReactNode;
  /** What went wrong: it stands below the fields, above what can be pressed. */
  error: unknown;
  /** The fields that show what is wrong with them themselves. */
  names?: readonly string[];
  children: ReactNode;
};

/** The frame of the pages that ask for a mail address, a password or a code. */
export function AuthScreen({ title, text, fields, error, names, children }: AuthScreenProps) {
  return (
    <Screen title={title} width="form">
      {text ? <Text tone="muted">{text}</Text> : null}
      {fields}
      <FormError error={error} names={names} />
      {children}
    </Screen>
  );
}

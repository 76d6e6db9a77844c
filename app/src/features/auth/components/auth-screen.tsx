import type { ReactNode } from 'react';

import { Text } from '@/ui/text';
import { Screen } from '@/ui/screen';
import { FormError } from '@/ui/form-error';

type AuthScreenProps = {
  title: string;
  text?: string;
  error: unknown;
  children: ReactNode;
  footer?: ReactNode;
};

/** The frame of the pages that ask for a mail address, a password or a code. */
export function AuthScreen({ title, text, error, children, footer }: AuthScreenProps) {
  return (
    <Screen title={title} width="form" footer={footer}>
      {text ? <Text tone="muted">{text}</Text> : null}
      {children}
      <FormError error={error} />
    </Screen>
  );
}

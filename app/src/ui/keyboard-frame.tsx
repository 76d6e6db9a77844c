import type { ReactNode } from 'react';
import { KeyboardAvoidingView } from 'react-native';

/** Keeps what stands at the lower end above a phone's keyboard. */
export function KeyboardFrame({ children }: { children: ReactNode }) {
  return (
    <KeyboardAvoidingView behavior="padding" style={{ flex: 1, flexBasis: 0, minHeight: 0 }}>
      {children}
    </KeyboardAvoidingView>
  );
}

import { useState } from 'react';

import { ApiError } from '@/api/errors';

import { focusFirstFlawed } from './flawed-fields';
import { useSubmit } from './submit';

type Values = Record<string, string>;
type Errors<V extends Values> = Partial<Record<keyof V, string | undefined>>;

type FormOptions<V extends Values> = {
  initial: V;
  /** The message of each field that is not right yet. */
  check: (values: V) => Errors<V>;
};

/**
 * Controlled fields whose errors appear after the first attempt to send, and what the server found afterwards. A form
 * that was sent leads to another page.
 */
export function useForm<V extends Values>({ initial, check }: FormOptions<V>) {
  const [values, setValues] = useState(initial);
  const [attempted, setAttempted] = useState(false);
  const [refused, setRefused] = useState<{ values: V; error: ApiError } | null>(null);
  const errors = check(values);

  const field = (name: keyof V & string) => ({
    value: values[name],
    onChangeText: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    error: attempted
      ? (errors[name] ?? serverMessage(refused, { name, value: values[name] ?? '' }))
      : undefined,
  });

  /** Shows the server's message at its field for as long as the field stays as it was. */
  const refuse = (error: unknown) => {
    if (error instanceof ApiError) setRefused({ values, error });
  };
  const sending = useSubmit({ onError: refuse, leads: true });

  const submit = <Result>(
    send: (values: V) => Promise<Result>,
    done?: (result: Result) => void,
  ) => {
    setAttempted(true);
    if (Object.values(errors).every((message) => !message)) {
      sending.submit(() => send(values), done);
    } else focusFirstFlawed();
  };

  return { values, names: Object.keys(values), field, submit, isBusy: sending.isBusy };
}

function serverMessage<V extends Values>(
  refused: { values: V; error: ApiError } | null,
  { name, value }: { name: string; value: string },
): string | undefined {
  if (!refused || refused.values[name] !== value) return undefined;
  return refused.error.fieldMessage(name);
}

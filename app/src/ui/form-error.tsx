import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/errors';
import { errorLine } from '@/i18n/describe-error';

import { Text } from './text';

type FormErrorProps = {
  error: unknown;
  /** No field of this form shows what the server says of it, so it stands here. */
  alone?: boolean;
};

/** What went wrong with sending a form, unless it stands at one of its fields already. */
export function FormError({ error, alone = false }: FormErrorProps) {
  const { t } = useTranslation();
  const fields = error instanceof ApiError ? error.errors : [];
  if (!error || (fields.length > 0 && !alone)) return null;
  const said = [...new Set(fields.map(({ message }) => message))].join(' ');
  return (
    <Text role="alert" tone="danger">
      {said || errorLine(error, t)}
    </Text>
  );
}

import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/errors';
import { errorLine } from '@/i18n/describe-error';

import { Text } from './text';

type FormErrorProps = {
  error: unknown;
  /** The fields that show what is wrong with them themselves. */
  names?: readonly string[];
};

/** What went wrong with sending a form, unless it stands at one of its fields already. */
export function FormError({ error, names = [] }: FormErrorProps) {
  const { t } = useTranslation();
  const fields = error instanceof ApiError ? error.errors : [];
  const untold = fields.filter(({ field }) => !names.includes(field));
  if (!error || (fields.length > 0 && untold.length === 0)) return null;
  const said = [...new Set(untold.map(({ message }) => message))].join(' ');
  return (
    <Text role="alert" tone="danger">
      {said || errorLine(error, t)}
    </Text>
  );
}

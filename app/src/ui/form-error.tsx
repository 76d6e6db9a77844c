import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/errors';
import { errorLine } from '@/i18n/describe-error';

import { Text } from './text';

/** What went wrong with sending a form, unless it stands at one of its fields already. */
export function FormError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error || (error instanceof ApiError && error.errors.length > 0)) return null;
  return (
    <Text role="alert" tone="danger">
      {errorLine(error, t)}
    </Text>
  );
}

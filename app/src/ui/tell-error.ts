import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';

import { showToast } from './toast';

/** Says in a toast what went wrong, for actions that have no form around them. */
export function useTellError(): (error: unknown) => void {
  const { t } = useTranslation();
  return (error) => showToast(errorLine(error, t));
}

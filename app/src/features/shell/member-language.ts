import { useEffect } from 'react';

import { useMeQuery } from '@/features/me/queries';
import { changeLanguage, currentLanguage } from '@/i18n/i18n';

/** The language of the account wins over the one of the device, from the log-in on. */
export function useMemberLanguage(): void {
  const locale = useMeQuery().data?.locale;
  useEffect(() => {
    if (locale && locale !== currentLanguage()) void changeLanguage(locale);
  }, [locale]);
}

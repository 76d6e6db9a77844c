import { useEffect } from 'react';

import { useMeQuery } from '@/features/me/queries';
import { changeLanguage, currentLanguage } from '@/i18n/i18n';

/** The language of the account wins over the one of the device, from the log-in on. */
export function useMemberLanguage(): void {
  const locale = useMeQuery().data?.locale;
  useEffect(() => {
    // Its words may not come now; the page stays as it is, and the next start asks again.
    if (locale && locale !== currentLanguage()) changeLanguage(locale).catch(() => {});
  }, [locale]);
}

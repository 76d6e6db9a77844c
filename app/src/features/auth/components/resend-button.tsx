import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCountdown } from '@/lib/countdown';
import { useSubmit } from '@/lib/submit';
import { Button } from '@/ui/button';
import { useTellError } from '@/ui/tell-error';
import { showToast } from '@/ui/toast';

const resendAfter = 60_000;

/** A code just went out, so the next one can be asked for in a minute. */
export function ResendButton({ resend }: { resend: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const [until, setUntil] = useState(() => Date.now() + resendAfter);
  const left = useCountdown(until);
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const send = () =>
    submit(resend, () => {
      setUntil(Date.now() + resendAfter);
      showToast(t('auth.verify.resent'));
    });
  return (
    <Button
      kind="quiet"
      compact
      label={left > 0 ? t('auth.verify.resend_in', { seconds: left }) : t('auth.verify.resend')}
      disabled={left > 0}
      busy={isBusy}
      onPress={send}
    />
  );
}

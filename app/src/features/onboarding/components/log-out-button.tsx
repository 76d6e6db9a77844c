import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { LogOutQuestion } from '@/features/auth/log-out-question';
import { IconButton } from '@/ui/icon-button';

/** The way out for somebody who signed up with the wrong address; what they answered so far is kept. */
export function LogOutButton() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton
        icon="logout"
        color="textMuted"
        label={t('members.settings.log_out')}
        aria-haspopup="dialog"
        onPress={() => setAsking(true)}
      />
      <LogOutQuestion open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

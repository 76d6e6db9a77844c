import { useTranslation } from 'react-i18next';

import { logOut } from '@/api/session';
import { useSubmit } from '@/lib/submit';
import { Confirm } from '@/ui/dialog';
import { useTellError } from '@/ui/tell-error';

/** Asks once before this device is logged out. */
export function LogOutQuestion({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { submit, isBusy } = useSubmit({ onError: useTellError(), leads: true });
  return (
    <Confirm
      open={open}
      title={t('members.settings.log_out')}
      text={t('members.settings.log_out_text')}
      confirm={t('members.settings.log_out')}
      busy={isBusy}
      onConfirm={() => submit(logOut)}
      onClose={onClose}
    />
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import { engine, type MessageView } from '@/realtime';
import { Confirm } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { showToast } from '@/ui/toast';

type MessageMenuProps = {
  message: MessageView;
  open: boolean;
  onClose: () => void;
  onEdit: (message: MessageView) => void;
};

/** The server takes a change for so long. */
const editWindow = 15 * 60_000;

/** What can be done with a message of one's own. */
export function MessageMenu({ message, open, onClose, onEdit }: MessageMenuProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = () => {
    setBusy(true);
    engine()
      .remove(message)
      .catch((error: unknown) => showToast(errorLine(error, t)))
      .finally(() => {
        setBusy(false);
        setAsking(false);
      });
  };
  return (
    <>
      {open ? (
        <Menu.Root open onClose={onClose} title={t('chat.message_menu')}>
          {isEditable(message) ? (
            <Menu.Item icon="edit" label={t('app.edit')} onPress={() => onEdit(message)} />
          ) : null}
          <Menu.Item danger icon="trash" label={t('app.delete')} onPress={() => setAsking(true)} />
        </Menu.Root>
      ) : null}
      {asking ? (
        <Confirm
          open
          title={t('chat.delete.title')}
          text={t('chat.delete.text')}
          confirm={t('app.delete')}
          danger
          busy={busy}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

function isEditable({ created_at }: MessageView): boolean {
  return Date.now() - new Date(created_at).getTime() < editWindow;
}

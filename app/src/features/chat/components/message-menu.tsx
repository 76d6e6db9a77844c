import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ReportDialog } from '@/features/moderation/report-dialog';
import { errorLine } from '@/i18n/describe-error';
import { copyText } from '@/lib/copy-text';
import { engine, type MessageView } from '@/realtime';
import { Confirm } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { showToast } from '@/ui/toast';

import { useConversation } from '../conversation-context';
import { useBookmark, useIsBookmarked } from '../found-queries';
import { ReactionPicker } from './reaction-picker';

/** Which window of a message is open. */
export type MessageDialog = 'menu' | 'react' | 'delete' | 'report' | null;

type MessageMenuProps = {
  message: MessageView;
  own: boolean;
  open: MessageDialog;
  onChange: (open: MessageDialog) => void;
};

/** The server takes a change for so long. */
const editWindow = 15 * 60_000;

/** What can be done with a message, and the windows that ask for more. */
export function MessageMenu({ message, own, open, onChange }: MessageMenuProps) {
  const close = () => onChange(null);
  if (open === 'menu') return <Items message={message} own={own} open={open} onChange={onChange} />;
  if (open === 'react') return <ReactionPicker message={message} onClose={close} />;
  if (open === 'delete') return <DeleteQuestion message={message} onClose={close} />;
  if (open !== 'report') return null;
  return <ReportDialog open target={{ kind: 'message', id: message.id }} onClose={close} />;
}

function Items({ message, own, onChange }: MessageMenuProps) {
  const { t } = useTranslation();
  const { reply, edit } = useConversation();
  return (
    <Menu.Root open onClose={() => onChange(null)} title={t('chat.message_menu')}>
      <Menu.Item icon="reply" label={t('chat.reply.action')} onPress={() => reply(message)} />
      <Menu.Item
        icon="smile"
        label={t('chat.reactions.action')}
        onPress={() => onChange('react')}
      />
      <CopyItem message={message} />
      <BookmarkItem message={message} />
      {own && isEditable(message) ? (
        <Menu.Item icon="edit" label={t('app.edit')} onPress={() => edit(message)} />
      ) : null}
      {own ? (
        <Menu.Item danger icon="trash" label={t('app.delete')} onPress={() => onChange('delete')} />
      ) : (
        <Menu.Item
          danger
          icon="flag"
          label={t('moderation.report.title.message')}
          onPress={() => onChange('report')}
        />
      )}
    </Menu.Root>
  );
}

function CopyItem({ message }: { message: MessageView }) {
  const { t } = useTranslation();
  if (message.body === '') return null;
  const copy = () =>
    void copyText(message.body).then((done) =>
      showToast(done ? t('chat.copy.done') : t('chat.copy.failed')),
    );
  return <Menu.Item icon="copy" label={t('chat.copy.action')} onPress={copy} />;
}

function BookmarkItem({ message }: { message: MessageView }) {
  const { t } = useTranslation();
  const isKept = useIsBookmarked(message);
  const bookmark = useBookmark(message);
  const change = () =>
    // The menu is gone before the answer comes.
    void bookmark.mutateAsync(!isKept).then(
      () => !isKept && showToast(t('chat.bookmarks.added')),
      (error: unknown) => showToast(errorLine(error, t)),
    );
  return (
    <Menu.Item
      icon={isKept ? 'bookmark' : 'bookmark-outline'}
      label={isKept ? t('chat.bookmarks.remove') : t('chat.bookmarks.add')}
      onPress={change}
    />
  );
}

function DeleteQuestion({ message, onClose }: { message: MessageView; onClose: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const remove = () => {
    setBusy(true);
    engine()
      .messages.remove(message)
      .catch((error: unknown) => showToast(errorLine(error, t)))
      .finally(onClose);
  };
  return (
    <Confirm
      open
      title={t('chat.delete.title')}
      text={t('chat.delete.text')}
      confirm={t('app.delete')}
      danger
      busy={busy}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}

function isEditable({ created_at }: MessageView): boolean {
  return Date.now() - new Date(created_at).getTime() < editWindow;
}

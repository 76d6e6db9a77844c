import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { RoomView } from '@/realtime';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { ListRow } from '@/ui/list-row';
import { TextField } from '@/ui/text-field';

type FindInRoomProps = { room: RoomView; onClose: () => void; onDate: () => void };

/** The ways to what was said before. */
export function FindInRoom({ room, onClose, onDate }: FindInRoomProps) {
  const { t } = useTranslation();
  return (
    <>
      <ListRow
        icon="search"
        title={t('chat.search.action')}
        href={`/messages/search?room_id=${room.id}`}
        onPress={onClose}
      />
      <ListRow icon="calendar" title={t('chat.date.action')} onPress={onDate} />
      <ListRow
        icon="bookmark-outline"
        title={t('chat.bookmarks.title')}
        href={`/messages/bookmarks?room_id=${room.id}`}
        onPress={onClose}
      />
    </>
  );
}

/** Asks for a day and goes to what was said then. */
export function DateQuestion({ room, onClose }: Pick<FindInRoomProps, 'room' | 'onClose'>) {
  const { t } = useTranslation();
  const router = useRouter();
  const [text, setText] = useState('');
  const day = dayOf(text);
  const go = () => {
    if (!day) return;
    onClose();
    router.setParams({ at: day.toISOString(), seq: undefined });
  };
  return (
    <Dialog.Root open onClose={onClose}>
      <Dialog.Title onClose={onClose}>{t('chat.date.action')}</Dialog.Title>
      <TextField
        label={t('chat.date.label')}
        hint={t('chat.date.hint', {
          example: new Date(room.created_at).toISOString().slice(0, 10),
        })}
        inputMode="numeric"
        autoFocus
        maxLength={10}
        value={text}
        onChangeText={setText}
        onSubmitEditing={go}
      />
      <Dialog.Actions>
        <Button compact kind="quiet" label={t('app.cancel')} onPress={onClose} />
        <Button compact label={t('chat.date.go')} disabled={!day} onPress={go} />
      </Dialog.Actions>
    </Dialog.Root>
  );
}

/** The beginning of a day in the reader's own time zone; null when there is no such day. */
function dayOf(text: string): Date | null {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text.trim());
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number];
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date : null;
}

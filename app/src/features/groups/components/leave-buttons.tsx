import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { LeaveQuestion } from '@/features/chat/components/leave-question';
import { useSubmit } from '@/lib/submit';
import { engine, type RoomView } from '@/realtime';
import { Confirm } from '@/ui/dialog';
import { ListRow } from '@/ui/list-row';
import { useTellError } from '@/ui/tell-error';

import { useCloseGroup } from '../queries';

type LeaveButtonsProps = { room: RoomView; group: Schema<'GroupView'> };

/** Leaving a group, and for its owner closing it. */
export function LeaveButtons({ room, group }: LeaveButtonsProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'leave' | 'close' | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <ListRow danger icon="logout" title={t('chat.menu.leave')} onPress={() => setOpen('leave')} />
      {group.role === 'owner' ? (
        <ListRow
          danger
          icon="close"
          title={t('groups.close.action')}
          onPress={() => setOpen('close')}
        />
      ) : null}
      <LeaveQuestion room={room} open={open === 'leave'} onClose={close} />
      <CloseQuestion room={room} open={open === 'close'} onClose={close} />
    </>
  );
}

type CloseQuestionProps = { room: RoomView; open: boolean; onClose: () => void };

function CloseQuestion({ room, open, onClose }: CloseQuestionProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const closing = useCloseGroup(room.id);
  const { submit, isBusy } = useSubmit({ onError: useTellError(), leads: true });
  // Not left to `done`: the group, and this question with it, may be gone before the answer comes.
  const go = () =>
    submit(async () => {
      await closing.mutateAsync();
      engine().dropRoom(room.id);
      router.replace('/chat');
    }, onClose);
  return (
    <Confirm
      danger
      open={open}
      title={t('groups.close.title')}
      text={t('groups.close.text')}
      confirm={t('groups.close.action')}
      busy={isBusy}
      onConfirm={go}
      onClose={onClose}
    />
  );
}

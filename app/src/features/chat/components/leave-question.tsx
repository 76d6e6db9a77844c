import { useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { useSubmit } from '@/lib/submit';
import { engine, type RoomView } from '@/realtime';
import { Confirm } from '@/ui/dialog';
import { useTellError } from '@/ui/tell-error';

type LeaveQuestionProps = { room: RoomView; open: boolean; onClose: () => void };

/** Asks once before somebody leaves a room. */
export function LeaveQuestion({ room, open, onClose }: LeaveQuestionProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const { submit, isBusy } = useSubmit({ onError: useTellError(), leads: true });
  // Not left to `done`: the room, and this question with it, may be gone before the answer comes.
  const leave = () =>
    submit(async () => {
      await engine().leave(room.id);
      router.replace('/chat');
    }, onClose);
  const isAlone = room.group?.member_count === 1;
  const text = !room.group
    ? t('chat.leave.text')
    : room.group.role === 'owner' && !isAlone
      ? t('chat.leave.owner_text')
      : t('chat.leave.group_text');
  return (
    <Confirm
      danger
      open={open}
      title={room.group ? t('chat.leave.group_title') : t('chat.leave.title')}
      text={text}
      confirm={t('chat.leave.confirm')}
      busy={isBusy}
      onConfirm={leave}
      onClose={onClose}
    />
  );
}

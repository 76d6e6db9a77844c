import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import { engine, type RoomView } from '@/realtime';
import { Confirm, Sheet } from '@/ui/dialog';
import { ListRow } from '@/ui/list-row';
import { Switch } from '@/ui/switch';
import { showToast } from '@/ui/toast';

import { useRoomName } from '../names';

type RoomMenuProps = { room: RoomView; open: boolean; onClose: () => void };

/** What can be done with a conversation as a whole. */
export function RoomMenu({ room, open, onClose }: RoomMenuProps) {
  const { t } = useTranslation();
  const name = useRoomName()(room);
  const [asking, setAsking] = useState(false);
  const change = (muted: boolean) =>
    void engine()
      .setPreferences(room.id, { muted })
      .catch((error: unknown) => showToast(errorLine(error, t)));
  return (
    <>
      <Sheet.Root open={open} onClose={onClose}>
        <Sheet.Title onClose={onClose}>{name}</Sheet.Title>
        <Sheet.Body>
          {room.member ? (
            <ListRow
              icon="person"
              title={t('chat.menu.profile')}
              href={`/members/${room.member.id}`}
              onPress={onClose}
            />
          ) : null}
          <Switch label={t('chat.menu.mute')} value={room.muted} onChange={change} />
          <ListRow
            icon="logout"
            danger
            title={t('chat.menu.leave')}
            onPress={() => {
              onClose();
              setAsking(true);
            }}
          />
        </Sheet.Body>
      </Sheet.Root>
      <LeaveQuestion room={room} open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

function LeaveQuestion({ room, open, onClose }: RoomMenuProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const leave = () => {
    setBusy(true);
    engine()
      .leave(room.id)
      .then(() => router.replace('/chat'))
      .catch((error: unknown) => showToast(errorLine(error, t)))
      .finally(() => {
        setBusy(false);
        onClose();
      });
  };
  return (
    <Confirm
      open={open}
      title={t('chat.leave.title')}
      text={t('chat.leave.text')}
      confirm={t('chat.leave.confirm')}
      danger
      busy={busy}
      onConfirm={leave}
      onClose={onClose}
    />
  );
}

import { useTranslation } from 'react-i18next';

import { engine, type RoomView } from '@/realtime';
import { Switch } from '@/ui/switch';
import { useTellError } from '@/ui/tell-error';

/** How a room behaves for the member: without a sound, at the top of the list. */
export function RoomSwitches({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const tell = useTellError();
  const set = (name: 'muted' | 'pinned') => (value: boolean) =>
    void engine()
      .setPreferences(room.id, { [name]: value })
      .catch(tell);
  return (
    <>
      <Switch label={t('chat.menu.mute')} value={room.muted} onChange={set('muted')} />
      <Switch label={t('chat.menu.pin')} value={room.pinned} onChange={set('pinned')} />
    </>
  );
}

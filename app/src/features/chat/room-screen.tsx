import { useLocalSearchParams, useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { useRoom, useRooms } from '@/realtime';
import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

import { Conversation } from './components/conversation';
import { useRoomName } from './names';

/** One conversation. */
export default function RoomScreen() {
  const { room_id } = useLocalSearchParams<{ room_id: string }>();
  const room = useRoom(room_id);
  const { from } = useRooms();
  const name = useRoomName()(room);
  if (!room && from === 'fresh') return <Gone />;
  return (
    <Screen title={name} header="none" scroll={false} width="full" padding="none" gap="none">
      <Conversation key={room_id} room={room} />
    </Screen>
  );
}

function Gone() {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Screen title={t('chat.gone.title')} header="plain">
      <EmptyState
        icon="chat"
        title={t('chat.gone.title')}
        text={t('chat.gone.text')}
        action={{ label: t('chat.gone.back'), onPress: () => router.replace('/chat') }}
      />
    </Screen>
  );
}

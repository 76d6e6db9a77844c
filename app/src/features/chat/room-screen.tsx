import { useLocalSearchParams, useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { useRoom, useRooms } from '@/realtime';
import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

import { Conversation } from './components/conversation';
import type { Place } from './conversation-context';
import { useRoomName } from './names';

/** One conversation. */
export default function RoomScreen() {
  const params = useLocalSearchParams<{ room_id: string; seq?: string; at?: string }>();
  const { room_id } = params;
  const start = placeOf(params);
  const room = useRoom(room_id);
  const { from } = useRooms();
  const name = useRoomName()(room);
  if (!room && from === 'fresh') return <Gone />;
  return (
    <Screen title={name} header="none" scroll={false} width="full" padding="none" gap="none">
      <Conversation key={`${room_id} ${JSON.stringify(start)}`} room={room} start={start} />
    </Screen>
  );
}

/** Where a link leads to in the room. */
function placeOf({ seq, at }: { seq?: string; at?: string }): Place | undefined {
  if (seq && Number(seq) > 0) return { seq: Number(seq) };
  return at && !Number.isNaN(Date.parse(at)) ? { at } : undefined;
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

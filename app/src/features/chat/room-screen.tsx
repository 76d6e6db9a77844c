import { Redirect, useLocalSearchParams, useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { useGroupCard } from '@/features/groups/queries';
import { useSubmit } from '@/lib/submit';
import { engine, useRoom, useRooms } from '@/realtime';
import { Screen } from '@/ui/screen';
import { EmptyState, LoadingState } from '@/ui/states';
import { useTellError } from '@/ui/tell-error';

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
  if (!room && from === 'fresh') return <NotInside id={room_id} />;
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

/** A group has a page for those who are not in it (any more); a conversation of two has none. */
function NotInside({ id }: { id: string }) {
  const { t } = useTranslation();
  const card = useGroupCard(id);
  if (card.data) return <Redirect href={`/groups/${id}`} />;
  if (!card.isPending) return <Gone />;
  return (
    <Screen title={t('chat.title')} header="plain">
      <LoadingState />
    </Screen>
  );
}

/** Somebody left, or a block that is over now had closed it: there may be a way back. */
function Gone() {
  const { t } = useTranslation();
  const router = useRouter();
  const { room_id } = useLocalSearchParams<{ room_id: string }>();
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const reopen = () => submit(() => engine().reopen(room_id));
  return (
    <Screen title={t('chat.gone.title')} header="plain">
      <EmptyState
        icon="chat"
        title={t('chat.gone.title')}
        text={t('chat.gone.text')}
        action={{ label: t('chat.gone.reopen'), onPress: reopen, busy: isBusy }}
        other={{ label: t('chat.gone.back'), onPress: () => router.replace('/chat') }}
      />
    </Screen>
  );
}

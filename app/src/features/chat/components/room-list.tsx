import { usePathname, useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { engine, useRooms } from '@/realtime';
import { List } from '@/ui/list';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';

import { RoomRow } from './room-row';

/** `beside` an open conversation: choosing another one takes its place. */
export function RoomList({ beside }: { beside?: boolean }) {
  const { t } = useTranslation();
  const router = useRouter();
  const pathname = usePathname();
  const { rooms, from, error } = useRooms();
  if (rooms.length === 0 && from !== 'fresh') {
    if (error) return <ErrorState error={error} onRetry={() => void engine().refreshRooms()} />;
    return <LoadingState />;
  }
  return (
    <List
      items={rooms}
      keyOf={(room) => room.id}
      label={t('chat.rooms')}
      padding="s"
      render={(room) => (
        <RoomRow room={room} replace={beside} current={pathname === `/chat/${room.id}`} />
      )}
      empty={
        <EmptyState
          icon="chat"
          title={t('chat.empty.title')}
          text={t('chat.empty.text')}
          action={{ label: t('chat.empty.action'), onPress: () => router.navigate('/connect') }}
        />
      }
    />
  );
}

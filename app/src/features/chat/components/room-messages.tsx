import { useIsFocused } from 'expo-router';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import { engine, type RoomView, useRoomLog, useRoomMembers, whenInFront } from '@/realtime';
import { Fill } from '@/ui/fill';
import { FloatingButton } from '@/ui/floating-button';
import { MessageList } from '@/ui/message-list';
import type { MessageListHandle } from '@/ui/message-list-props';
import { ErrorState, LoadingState } from '@/ui/states';

import { useRoomName } from '../names';
import { type Line, toLines } from '../timeline';
import { Beginning } from './beginning';
import { LineView } from './line-view';

type RoomMessagesProps = { room: RoomView; list: RefObject<MessageListHandle | null> };

/** The messages up to the newest, which follow the conversation as it goes on. */
export function RoomMessages({ room, list }: RoomMessagesProps) {
  const { t } = useTranslation();
  const memberId = useMe().id;
  const name = useRoomName()(room);
  const isGroup = room.kind === 'group';
  const { entries, outgoing, cursor, hasOlder, loading, error } = useRoomLog(room.id);
  const [opened] = useState({ readSeq: room.read_seq, headSeq: room.head_seq });
  const [atEnd, setAtEnd] = useState(true);
  useReading(room.id, atEnd ? cursor : null);
  useRoomMembers(isGroup ? room.id : null);
  if (cursor === null) {
    if (!error) return <LoadingState />;
    return <ErrorState error={error} onRetry={() => void engine().openRoom(room.id)} />;
  }
  const lines = toLines({
    entries,
    outgoing,
    memberId,
    opened,
    isGroup,
  });
  const lastOwn = lines.findLast((line) => line.kind === 'message' && line.own);
  return (
    <Fill>
      <MessageList
        ref={list}
        lines={lines}
        keyOf={keyOf}
        label={t('chat.log', { name })}
        header={<Beginning hasOlder={hasOlder} />}
        onOlder={() => hasOlder && void engine().loadOlder(room.id)}
        loadingOlder={loading === 'older'}
        onAtEnd={setAtEnd}
        render={(line) => <LineView line={line} room={room} isLastOwn={line === lastOwn} />}
      />
      {atEnd ? null : (
        <FloatingButton
          icon="down"
          label={room.unread ? t('chat.new_messages') : t('chat.to_end')}
          showLabel={room.unread > 0}
          onPress={() => list.current?.scrollToEnd()}
        />
      )}
    </Fill>
  );
}

const keyOf = (line: Line) => line.key;

/** What stands on the screen of somebody who looks at it is read. */
function useReading(roomId: string, cursor: number | null): void {
  const isFocused = useIsFocused();
  useEffect(() => {
    if (cursor === null || !isFocused) return;
    return whenInFront(() => engine().markRead(roomId));
  }, [roomId, cursor, isFocused]);
}

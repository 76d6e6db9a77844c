import { useIsFocused } from 'expo-router';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import { engine, type MessageView, type RoomView, useRoomLog, whenInFront } from '@/realtime';
import { Fill } from '@/ui/fill';
import { FloatingButton } from '@/ui/floating-button';
import { KeyboardFrame } from '@/ui/keyboard-frame';
import { MessageList } from '@/ui/message-list';
import type { MessageListHandle } from '@/ui/message-list-props';
import { ErrorState, LoadingState } from '@/ui/states';
import { Text } from '@/ui/text';

import { useRoomName } from '../names';
import { type Line, toLines } from '../timeline';
import { AutoTranslationNotice } from './auto-translation-notice';
import { Composer, EditComposer } from './composer';
import { ConnectionNotice } from './connection-notice';
import { LineView } from './line-view';
import { RoomHeader } from './room-header';

/** The header, the messages and where to write; the one of a room that is not known yet is still loading. */
export function Conversation({ room }: { room: RoomView | undefined }) {
  const [editing, setEditing] = useState<MessageView | null>(null);
  const list = useRef<MessageListHandle>(null);
  return (
    <KeyboardFrame>
      <RoomHeader room={room} />
      <ConnectionNotice />
      <AutoTranslationNotice enabled={room?.auto_translate ?? false} />
      {room ? <Messages list={list} room={room} onEdit={setEditing} /> : <LoadingState />}
      {room && editing ? (
        <EditComposer message={editing} room={room} onDone={() => setEditing(null)} />
      ) : null}
      {room && !editing ? (
        <Composer room={room} onSent={() => list.current?.scrollToEnd()} />
      ) : null}
    </KeyboardFrame>
  );
}

type MessagesProps = {
  room: RoomView;
  list: RefObject<MessageListHandle | null>;
  onEdit: (message: MessageView) => void;
};

function Messages({ room, list, onEdit }: MessagesProps) {
  const { t } = useTranslation();
  const memberId = useMe().id;
  const name = useRoomName()(room);
  const { entries, outgoing, cursor, hasOlder, loading, error } = useRoomLog(room.id);
  const [opened] = useState({ readSeq: room.read_seq, headSeq: room.head_seq });
  const [atEnd, setAtEnd] = useState(true);
  useReading(room.id, atEnd ? cursor : null);
  if (cursor === null) {
    if (!error) return <LoadingState />;
    return <ErrorState error={error} onRetry={() => void engine().openRoom(room.id)} />;
  }
  const lines = toLines({ entries, outgoing, memberId, opened });
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
        render={(line) => (
          <LineView line={line} room={room} isLastOwn={line === lastOwn} onEdit={onEdit} />
        )}
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

function Beginning({ hasOlder }: { hasOlder: boolean }) {
  const { t } = useTranslation();
  if (hasOlder) return <LoadingState />;
  return (
    <Text variant="small" tone="muted" align="center">
      {t('chat.beginning')}
    </Text>
  );
}

/** What stands on the screen of somebody who looks at it is read. */
function useReading(roomId: string, cursor: number | null): void {
  const isFocused = useIsFocused();
  useEffect(() => {
    if (cursor === null || !isFocused) return;
    return whenInFront(() => engine().markRead(roomId));
  }, [roomId, cursor, isFocused]);
}

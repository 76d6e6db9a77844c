import { useRef, useState } from 'react';

import { type MessageView, type RoomView, useListedMessage } from '@/realtime';
import { KeyboardFrame } from '@/ui/keyboard-frame';
import type { MessageListHandle } from '@/ui/message-list-props';
import { LoadingState } from '@/ui/states';

import { ConversationProvider, type Place } from '../conversation-context';
import { keyOfMessage } from '../timeline';
import { AutoTranslationNotice } from './auto-translation-notice';
import { Composer } from './composer';
import { EditComposer } from './edit-composer';
import { ConnectionNotice } from './connection-notice';
import { RoomHeader } from './room-header';
import { RoomMessages } from './room-messages';
import { StretchMessages } from './stretch-messages';
import { useMe } from '@/features/me/queries';

type ConversationProps = {
  room: RoomView | undefined;
  /** Where to begin, instead of at the end. */
  start?: Place;
};

/** The header, the messages and where to write; the one of a room that is not known yet is still loading. */
export function Conversation({ room, start }: ConversationProps) {
  return (
    <KeyboardFrame>
      <RoomHeader room={room} />
      <ConnectionNotice />
      <AutoTranslationNotice enabled={room?.auto_translate ?? false} />
      {room ? <OpenRoom room={room} start={start} /> : <LoadingState />}
    </KeyboardFrame>
  );
}

/** What is being written: a change, an answer, or simply a message. */
type Writing = { kind: 'edit' | 'reply'; message: MessageView } | null;

function OpenRoom({ room, start }: { room: RoomView; start?: Place }) {
  const [writing, setWriting] = useState<Writing>(null);
  const [place, setPlace] = useState<Place | null>(start ?? null);
  const list = useRef<MessageListHandle>(null);
  const memberId = useMe().id;
  const listed = useListedMessage(room.id);
  const done = () => setWriting(null);
  const jump = (to: Place) => {
    const message = 'seq' in to && place === null ? listed(to.seq) : undefined;
    if (message) list.current?.scrollTo(keyOfMessage(message, memberId));
    else setPlace(to);
  };
  const sent = () => {
    done();
    setPlace(null);
    list.current?.scrollToEnd();
  };
  return (
    <ConversationProvider
      value={{
        room,
        jump,
        reply: (message) => setWriting({ kind: 'reply', message }),
        edit: (message) => setWriting({ kind: 'edit', message }),
      }}
    >
      {place ? (
        <StretchMessages
          key={JSON.stringify(place)}
          room={room}
          place={place}
          onLeave={() => setPlace(null)}
        />
      ) : (
        <RoomMessages room={room} list={list} />
      )}
      {writing?.kind === 'edit' ? (
        <EditComposer message={writing.message} room={room} onDone={done} />
      ) : (
        <Composer room={room} answered={writing?.message ?? null} onForget={done} onSent={sent} />
      )}
    </ConversationProvider>
  );
}

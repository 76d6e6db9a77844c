import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import { usePictureUploads } from '@/lib/picture-uploads';
import { engine, type MessageView, newClientId, type RoomView } from '@/realtime';
import { ComposerField } from '@/ui/composer-field';
import type { ComposerFieldHandle } from '@/ui/composer-field-props';
import { ComposerFrame } from '@/ui/composer-frame';
import { Notice } from '@/ui/notice';
import { Text } from '@/ui/text';
import { showToast } from '@/ui/toast';

import { useDraft } from '../drafts';
import { usePreview, useRoomName, useSenderName } from '../names';
import { PictureTray } from './picture-tray';

const longest = 2_000;
const mostPictures = 10;
/** The count is shown when it begins to matter. */
const countFrom = 1_800;

type ComposerProps = {
  room: RoomView;
  /** What the new message answers. */
  answered: MessageView | null;
  onForget: () => void;
  onSent: () => void;
};

/** Where a new message is written. */
export function Composer({ room, answered, onForget, onSent }: ComposerProps) {
  const { t } = useTranslation();
  const name = useRoomName()(room);
  const { text, setText, shelf } = useDraft(room.id);
  const pictures = usePictureUploads({ kind: 'chat', max: mostPictures, shelf });
  const { items, ready, isWhole } = pictures;
  const field = useRef<ComposerFieldHandle>(null);
  useEffect(() => {
    if (answered) field.current?.focus();
  }, [answered]);
  const body = text.trim();
  const canSend = (body !== '' || items.length > 0) && isWhole && lengthOf(body) <= longest;
  const send = () => {
    if (!canSend) return;
    const reply_to = answered && { id: answered.id, seq: answered.seq };
    void engine().send({
      client_id: newClientId(),
      room_id: room.id,
      body,
      media: ready,
      reply_to,
    });
    setText('');
    pictures.clear();
    onSent();
  };
  const add = () => {
    if (pictures.isFull) showToast(t('chat.composer.most_pictures', { max: mostPictures }));
    else void pictures.pick();
  };
  return (
    <ComposerFrame
      above={
        <>
          {answered ? <Answered message={answered} room={room} onForget={onForget} /> : null}
          <PictureTray pictures={pictures} />
        </>
      }
      left={{ icon: 'plus', label: t('chat.composer.add'), onPress: add }}
      right={{ icon: 'send', label: t('chat.composer.send'), onPress: send, disabled: !canSend }}
      count={<Count text={body} />}
    >
      <ComposerField
        ref={field}
        label={t('chat.composer.label', { name })}
        placeholder={t('chat.composer.placeholder')}
        value={text}
        onChange={setText}
        onSubmit={send}
        onEscape={onForget}
      />
    </ComposerFrame>
  );
}

type AnsweredProps = Pick<ComposerProps, 'room' | 'onForget'> & { message: MessageView };

/** What is being answered, above the field. */
function Answered({ message, room, onForget }: AnsweredProps) {
  const { t } = useTranslation();
  const name = useSenderName(room)(message.sender_id);
  const text = t('chat.reply.describe', { name, text: usePreview()(message) });
  return <Notice icon="reply" text={text} action={{ label: t('app.cancel'), onPress: onForget }} />;
}

type EditComposerProps = { message: MessageView; room: RoomView; onDone: () => void };

/** Where a message that was sent is changed. */
export function EditComposer({ message, room, onDone }: EditComposerProps) {
  const { t } = useTranslation();
  const name = useRoomName()(room);
  const [text, setText] = useState(message.body);
  const [busy, setBusy] = useState(false);
  const field = useRef<ComposerFieldHandle>(null);
  useEffect(() => field.current?.focus(), []);
  const body = text.trim();
  const canSave = !busy && lengthOf(body) <= longest && (body !== '' || message.media.length > 0);
  const save = () => {
    if (!canSave) return;
    if (body === message.body) return onDone();
    setBusy(true);
    engine()
      .messages.edit(message, body)
      .then(onDone)
      .catch((error: unknown) => {
        setBusy(false);
        showToast(errorLine(error, t));
      });
  };
  return (
    <ComposerFrame
      above={
        <Notice
          icon="edit"
          text={t('chat.composer.editing')}
          action={{ label: t('app.cancel'), onPress: onDone }}
        />
      }
      right={{ icon: 'check', label: t('chat.composer.save'), onPress: save, disabled: !canSave }}
      count={<Count text={body} />}
    >
      <ComposerField
        ref={field}
        label={t('chat.composer.label', { name })}
        placeholder={t('chat.composer.placeholder')}
        value={text}
        onChange={setText}
        onSubmit={save}
        onEscape={onDone}
      />
    </ComposerFrame>
  );
}

function Count({ text }: { text: string }) {
  const { t } = useTranslation();
  const count = lengthOf(text);
  if (count < countFrom) return null;
  return (
    <Text variant="caption" tone={count > longest ? 'danger' : 'muted'} role="status">
      {t('chat.composer.left', { count, max: longest })}
    </Text>
  );
}

/** As the server counts: an emoji is one character. */
function lengthOf(text: string): number {
  return [...text].length;
}

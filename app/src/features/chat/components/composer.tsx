import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { FileView } from '@/api/types';
import { useFileUploads } from '@/lib/file-uploads';
import { usePictureUploads } from '@/lib/picture-uploads';
import { engine, type MessageView, newClientId, type RoomView } from '@/realtime';
import { ComposerField } from '@/ui/composer-field';
import type { ComposerFieldHandle } from '@/ui/composer-field-props';
import { ComposerFrame } from '@/ui/composer-frame';
import { Notice } from '@/ui/notice';
import { showToast } from '@/ui/toast';

import { useDraft } from '../drafts';
import { usePreview, useRoomName, useSenderName } from '../names';
import { AttachMenu } from './attach-menu';
import { FileTray } from './file-tray';
import { Count, lengthOf, longest } from './message-length';
import { PictureTray } from './picture-tray';
import { VoiceComposer } from './voice-composer';

/** Pictures, files and voice notes together. */
const mostMedia = 10;

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
  const pictures = usePictureUploads({ kind: 'chat', max: mostMedia, shelf });
  const files = useFileUploads();
  const [open, setOpen] = useState<'menu' | 'voice' | null>(null);
  const count = pictures.items.length + files.items.length;
  const isWhole = pictures.isWhole && files.isWhole;
  const field = useRef<ComposerFieldHandle>(null);
  useEffect(() => {
    if (answered) field.current?.focus();
  }, [answered]);
  const body = text.trim();
  const canSend = (body !== '' || count > 0) && isWhole && lengthOf(body) <= longest;
  const reply_to = answered && { id: answered.id, seq: answered.seq };
  const place = () => ({ client_id: newClientId(), room_id: room.id, reply_to });
  const send = () => {
    if (!canSend) return;
    void engine().send({ ...place(), body, media: pictures.ready, files: files.ready });
    engine().nearby.sent();
    setText('');
    pictures.clear();
    files.clear();
    onSent();
  };
  const sendVoice = (voice: FileView) => {
    setOpen(null);
    void engine().send({ ...place(), body: '', media: [], files: [voice] });
    onSent();
  };
  const write = (next: string) => {
    setText(next);
    if (next.trim() !== '') engine().nearby.writes(room.id);
  };
  const add = () => {
    if (count >= mostMedia) showToast(t('chat.composer.most_media', { max: mostMedia }));
    else setOpen('menu');
  };
  if (open === 'voice') {
    return <VoiceComposer onRecorded={sendVoice} onCancel={() => setOpen(null)} />;
  }
  return (
    <ComposerFrame
      above={
        <>
          {answered ? <Answered message={answered} room={room} onForget={onForget} /> : null}
          <PictureTray pictures={pictures} />
          <FileTray files={files} />
          {open === 'menu' ? (
            <AttachMenu
              onClose={() => setOpen(null)}
              onPictures={() => void pictures.pick()}
              onFile={() => void files.pick(mostMedia - count)}
              onVoice={() => setOpen('voice')}
            />
          ) : null}
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
        onChange={write}
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

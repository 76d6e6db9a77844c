import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import { engine, type MessageView, type RoomView } from '@/realtime';
import { ComposerField } from '@/ui/composer-field';
import type { ComposerFieldHandle } from '@/ui/composer-field-props';
import { ComposerFrame } from '@/ui/composer-frame';
import { Notice } from '@/ui/notice';
import { showToast } from '@/ui/toast';

import { useRoomName } from '../names';
import { Count, lengthOf, longest } from './message-length';

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

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import type { MessageView } from '@/realtime';
import { Row } from '@/ui/box';
import { Button } from '@/ui/button';
import { Sheet } from '@/ui/dialog';
import { EmojiButton } from '@/ui/emoji-button';
import { TextField } from '@/ui/text-field';

import { hasReacted, quickEmojis, useReact } from '../reactions';

type ReactionPickerProps = { message: MessageView; onClose: () => void };

/** A few emojis to press, and a field for all others, which every keyboard has. */
export function ReactionPicker({ message, onClose }: ReactionPickerProps) {
  const { t } = useTranslation();
  const memberId = useMe().id;
  const react = useReact(message, memberId);
  const [other, setOther] = useState('');
  const choose = (emoji: string) => {
    onClose();
    void react(emoji);
  };
  const emoji = other.trim();
  return (
    <Sheet.Root open onClose={onClose}>
      <Sheet.Title onClose={onClose}>{t('chat.reactions.title')}</Sheet.Title>
      <Row wrap gap="s" role="group" aria-label={t('chat.reactions.title')}>
        {quickEmojis.map((one) => (
          <EmojiButton
            key={one}
            emoji={one}
            chosen={hasReacted(message, { emoji: one, memberId })}
            onPress={() => choose(one)}
          />
        ))}
      </Row>
      <TextField
        label={t('chat.reactions.other')}
        hint={t('chat.reactions.other_hint')}
        value={other}
        onChangeText={setOther}
        onSubmitEditing={() => emoji && choose(emoji)}
        maxLength={40}
      />
      <Button
        label={t('chat.reactions.add')}
        disabled={emoji === ''}
        onPress={() => choose(emoji)}
      />
    </Sheet.Root>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import type { RoomView } from '@/realtime';
import { Avatar } from '@/ui/avatar';
import { Box, Row, Stack } from '@/ui/box';
import { Bubble } from '@/ui/bubble';
import { IconButton } from '@/ui/icon-button';
import { Reveal } from '@/ui/reveal';
import { Text } from '@/ui/text';

import { useCardOf, useSenderName } from '../names';
import type { Line } from '../timeline';
import { useMessageTranslation } from '../translation';
import { LinkCard } from './link-card';
import { MessageBody } from './message-body';
import { type MessageDialog, MessageMenu } from './message-menu';
import { MessageFiles } from './message-files';
import { MessagePictures } from './message-pictures';
import { Quote } from './quote';
import { Reactions } from './reactions';
import { TranslateButton } from './translate-button';

type OtherMessageProps = { line: Extract<Line, { kind: 'message' }>; room: RoomView };

const avatarSide = 36;

/** What somebody else said, at the left, with their name on the first of a run and the time at its last. */
export function OtherMessage({ line, room }: OtherMessageProps) {
  const { t } = useTranslation();
  const name = useSenderName(room)(line.message.sender_id);
  const card = useCardOf(room)(line.message.sender_id);
  const [open, setOpen] = useState<MessageDialog>(null);
  const { message, first } = line;
  const isDeleted = message.deleted_at !== null;
  const openMenu = () => setOpen('menu');
  const menu = (
    <IconButton icon="kebab" size={18} label={t('chat.message_menu')} onPress={openMenu} />
  );
  return (
    <Row align="flex-start" gap="s" paddingTop={first ? 's' : 'xs'}>
      <Box width={avatarSide}>
        {first ? <Avatar size="s" name={name} photo={card?.photo} /> : null}
      </Box>
      <Box grow>
        <Reveal from="left" actions={isDeleted ? null : menu}>
          <Stack shrink gap="xs" align="flex-start">
            {first ? (
              <Text variant="small" numberOfLines={1}>
                {name}
              </Text>
            ) : null}
            <MessagePictures message={message} own={false} name={name} />
            <MessageFiles files={message.files} own={false} />
            <Words
              line={line}
              auto={room.auto_translate}
              onHold={isDeleted ? undefined : openMenu}
            />
            <LinkCard message={message} />
          </Stack>
        </Reveal>
        <Reactions message={message} own={false} />
      </Box>
      <MessageMenu message={message} own={false} open={open} onChange={setOpen} />
    </Row>
  );
}

type WordsProps = Pick<OtherMessageProps, 'line'> & { auto: boolean; onHold?: () => void };

function Words({ line, auto, onHold }: WordsProps) {
  const format = useFormat();
  const { message, last } = line;
  const translation = useMessageTranslation(message, auto);
  const hasWords = message.body !== '' || message.reply_to !== null || message.deleted_at !== null;
  return (
    <Row gap="s" align="flex-end" wrap maxWidth="100%">
      {hasWords ? (
        <Bubble side="other" onHold={onHold}>
          <Quote message={message} own={false} />
          <MessageBody message={message} own={false} translation={translation.translation} />
        </Bubble>
      ) : null}
      <Row gap="s">
        {last ? (
          <Text variant="caption" tone="muted">
            {format.time(message.created_at)}
          </Text>
        ) : null}
        {translation.can ? <TranslateButton message={message.body} {...translation} /> : null}
      </Row>
    </Row>
  );
}

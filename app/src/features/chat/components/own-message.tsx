import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { Stack } from '@/ui/box';
import { Bubble } from '@/ui/bubble';
import { IconButton } from '@/ui/icon-button';
import { Reveal } from '@/ui/reveal';
import { Text } from '@/ui/text';

import type { Line } from '../timeline';
import { LinkCard } from './link-card';
import { MessageBody } from './message-body';
import { type MessageDialog, MessageMenu } from './message-menu';
import { MessageFiles } from './message-files';
import { MessagePictures } from './message-pictures';
import { Quote } from './quote';
import { Reactions } from './reactions';

type OwnMessageProps = { line: Extract<Line, { kind: 'message' }>; mark: ReactNode };

/** What I said, at the right, with a menu to answer, change or delete it. */
export function OwnMessage({ line, mark }: OwnMessageProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<MessageDialog>(null);
  const { message, first } = line;
  const isDeleted = message.deleted_at !== null;
  const openMenu = () => setOpen('menu');
  const menu = (
    <IconButton icon="kebab" size={18} label={t('chat.message_menu')} onPress={openMenu} />
  );
  return (
    <Stack paddingTop={first ? 's' : 'xs'} gap="xs">
      <Reveal from="right" actions={isDeleted ? null : menu}>
        <Stack align="flex-end" gap="xs" shrink maxWidth="76%">
          <MessagePictures message={message} own name="" />
          <MessageFiles files={message.files} own />
          {message.body || message.reply_to || isDeleted ? (
            <Bubble side="own" onHold={isDeleted ? undefined : openMenu}>
              <Quote message={message} own />
              <MessageBody message={message} own />
            </Bubble>
          ) : null}
          <LinkCard message={message} />
        </Stack>
        <Marks line={line} mark={mark} />
      </Reveal>
      <Reactions message={message} own />
      <MessageMenu message={message} own open={open} onChange={setOpen} />
    </Stack>
  );
}

function Marks({ line, mark }: OwnMessageProps) {
  const format = useFormat();
  return (
    <Stack align="flex-end" paddingX="xs">
      {mark}
      {line.last ? (
        <Text variant="caption" tone="muted">
          {format.time(line.message.created_at)}
        </Text>
      ) : null}
    </Stack>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import type { MessageView } from '@/realtime';
import { Stack } from '@/ui/box';
import { Bubble } from '@/ui/bubble';
import { IconButton } from '@/ui/icon-button';
import { Reveal } from '@/ui/reveal';
import { Text } from '@/ui/text';

import type { Line } from '../timeline';
import { MessageBody } from './message-body';
import { MessageMenu } from './message-menu';
import { MessagePictures } from './message-pictures';

type OwnMessageProps = {
  line: Extract<Line, { kind: 'message' }>;
  isRead: boolean;
  onEdit: (message: MessageView) => void;
};

/** What I said, at the right, with a menu to change or delete it. */
export function OwnMessage({ line, isRead, onEdit }: OwnMessageProps) {
  const { t } = useTranslation();
  const [menuOpen, setMenuOpen] = useState(false);
  const { message, first } = line;
  const isDeleted = message.deleted_at !== null;
  const openMenu = () => setMenuOpen(true);
  const menu = (
    <IconButton icon="kebab" size={18} label={t('chat.message_menu')} onPress={openMenu} />
  );
  return (
    <Stack paddingTop={first ? 's' : 'xs'}>
      <Reveal from="right" actions={isDeleted ? null : menu}>
        <Stack align="flex-end" gap="xs" shrink maxWidth="76%">
          <MessagePictures message={message} own name="" />
          {message.body || isDeleted ? (
            <Bubble side="own" onHold={isDeleted ? undefined : openMenu}>
              <MessageBody message={message} own />
            </Bubble>
          ) : null}
        </Stack>
        <Marks line={line} isRead={isRead} />
      </Reveal>
      <MessageMenu
        message={message}
        open={menuOpen}
        onClose={() => setMenuOpen(false)}
        onEdit={onEdit}
      />
    </Stack>
  );
}

function Marks({ line, isRead }: Pick<OwnMessageProps, 'line' | 'isRead'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack align="flex-end" paddingX="xs">
      {isRead ? (
        <Text variant="caption" tone="brand">
          {t('chat.read')}
        </Text>
      ) : null}
      {line.last ? (
        <Text variant="caption" tone="muted">
          {format.time(line.message.created_at)}
        </Text>
      ) : null}
    </Stack>
  );
}

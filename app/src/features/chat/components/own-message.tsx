import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import type { MessageView } from '@/realtime';
import { Row, Stack } from '@/ui/box';
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
  const format = useFormat();
  const [menuOpen, setMenuOpen] = useState(false);
  const { message, first, last } = line;
  const openMenu = () => setMenuOpen(!message.deleted_at);
  return (
    <Stack align="flex-end" gap="xs" paddingTop={first ? 's' : 'xs'}>
      <Reveal
        reverse
        actions={
          message.deleted_at ? null : (
            <IconButton icon="kebab" size={18} label={t('chat.message_menu')} onPress={openMenu} />
          )
        }
      >
        <Stack align="flex-end" gap="xs" shrink maxWidth="82%">
          <MessagePictures message={message} own name="" />
          {message.body || message.deleted_at ? (
            <Bubble side="own" onHold={openMenu}>
              <MessageBody message={message} own />
            </Bubble>
          ) : null}
        </Stack>
      </Reveal>
      {last || isRead ? (
        <Row gap="xs">
          {isRead ? (
            <Text variant="caption" tone="brand">
              {t('chat.read')}
            </Text>
          ) : null}
          <Text variant="caption" tone="muted">
            {format.time(message.created_at)}
          </Text>
        </Row>
      ) : null}
      <MessageMenu
        message={message}
        open={menuOpen}
        onClose={() => setMenuOpen(false)}
        onEdit={onEdit}
      />
    </Stack>
  );
}

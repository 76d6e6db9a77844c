import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { engine, type Outgoing } from '@/realtime';
import { Row, Stack } from '@/ui/box';
import { Bubble } from '@/ui/bubble';
import { Icon } from '@/ui/icon';
import { IconButton } from '@/ui/icon-button';
import { Menu } from '@/ui/menu';
import { Text } from '@/ui/text';

import { MessageFiles } from './message-files';
import { MessagePictures } from './message-pictures';
import { Quote } from './quote';

/** What I said and the room does not show yet: on its way, or not taken by the server. */
export function OutgoingMessage({ item }: { item: Outgoing }) {
  const { t } = useTranslation();
  const [menuOpen, setMenuOpen] = useState(false);
  const failed = item.state.name === 'failed';
  return (
    <Stack gap="xs" paddingTop="xs">
      <Row gap="xs" justify="flex-end">
        {failed ? (
          <IconButton
            icon="retry"
            color="textDanger"
            label={t('chat.failed.open')}
            onPress={() => setMenuOpen(true)}
          />
        ) : null}
        <Stack align="flex-end" gap="xs" shrink maxWidth="76%">
          <MessagePictures message={item} own name="" />
          <MessageFiles files={item.files} own />
          {item.body || item.reply_to ? (
            <Bubble side="own" failed={failed} onHold={() => setMenuOpen(failed)}>
              <Quote message={{ room_id: item.room_id, reply_to: item.reply_to ?? null }} own />
              <Text tone="onBubbleOwn">{item.body}</Text>
            </Bubble>
          ) : null}
        </Stack>
      </Row>
      <Row justify="flex-end">
        <State item={item} />
      </Row>
      <FailedMenu item={item} open={menuOpen} onClose={() => setMenuOpen(false)} />
    </Stack>
  );
}

function State({ item }: { item: Outgoing }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (item.state.name === 'failed') {
    return (
      <Text variant="caption" tone="danger" role="alert">
        {t('chat.failed.label')}
      </Text>
    );
  }
  if (item.state.name === 'sent') {
    return (
      <Text variant="caption" tone="muted">
        {format.time(item.created_at)}
      </Text>
    );
  }
  return (
    <Row gap="xs">
      <Icon name="clock" color="textMuted" size={14} />
      <Text variant="caption" tone="muted">
        {t('chat.sending')}
      </Text>
    </Row>
  );
}

const reasons = ['cannot_message', 'no_answer', 'room_not_found'] as const;

function FailedMenu({
  item,
  open,
  onClose,
}: {
  item: Outgoing;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { state, client_id } = item;
  if (state.name !== 'failed' || !open) return null;
  const reason = reasons.find((code) => code === state.code) ?? 'other';
  return (
    <Menu.Root open onClose={onClose} title={t('chat.failed.title')}>
      <Text tone="muted">{t(`chat.failed.reason.${reason}`)}</Text>
      <Menu.Item
        icon="retry"
        label={t('chat.retry')}
        onPress={() => void engine().retry(client_id)}
      />
      <Menu.Item
        danger
        icon="trash"
        label={t('chat.discard')}
        onPress={() => void engine().discard(client_id)}
      />
    </Menu.Root>
  );
}

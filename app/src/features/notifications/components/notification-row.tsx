import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { size } from '@/theme/tokens';
import { Box, Row, Stack } from '@/ui/box';
import { Icon } from '@/ui/icon';
import { Press } from '@/ui/press';
import { Text } from '@/ui/text';

import { aroundName } from '../emphasis';
import type { Notification } from '../queries';
import { icons, targetOf } from '../target';

/** A line of the list: what happened, a look at it, when, and whether it is new. */
export function NotificationRow({ notification }: { notification: Notification }) {
  const { actor, data, kind } = notification;
  const href = targetOf({ kind, actorId: actor?.id, data });
  const line = <Line notification={notification} />;
  return href ? <Press href={href}>{line}</Press> : line;
}

function Line({ notification }: { notification: Notification }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { actor, kind, text, preview, created_at, read_at } = notification;
  const [before, name, after] = aroundName(text, actor?.username);
  return (
    <Row gap="m" paddingY="l" align="flex-start" borderBottom="border">
      <Box width={size.icon}>
        <Icon name={icons[kind] ?? 'bell'} color="chipBorder" />
      </Box>
      <Stack grow gap="xxs">
        <Text variant="small">
          {before}
          <Text variant="label">{name}</Text>
          {after}
        </Text>
        {preview ? (
          <Text variant="small" tone="muted" numberOfLines={2}>
            {t('notifications.quote', { text: preview })}
          </Text>
        ) : null}
      </Stack>
      <Stack align="flex-end" gap="s">
        <Text variant="small" tone="muted">
          {format.recent(created_at)}
        </Text>
        {read_at === null ? (
          <Box
            role="img"
            aria-label={t('notifications.new')}
            width={8}
            height={8}
            radius="full"
            background="textBrand"
          />
        ) : null}
      </Stack>
    </Row>
  );
}

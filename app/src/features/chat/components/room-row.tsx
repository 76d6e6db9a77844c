import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { type RoomView, usePresence, useTypists } from '@/realtime';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { Row, Stack } from '@/ui/box';
import { HiddenText } from '@/ui/hidden-text';
import { Icon } from '@/ui/icon';
import type { IconName } from '@/ui/icon-paths';
import { SelectableRow } from '@/ui/selectable-row';
import { Text } from '@/ui/text';

import { useLastWords, useRoomName } from '../names';

type RoomRowProps = { room: RoomView; replace?: boolean; current: boolean };

/** One conversation in the list: who, what was said last, when, and how much is unread. */
export function RoomRow({ room, replace, current }: RoomRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const typists = useTypists(room.id);
  const online = usePresence(room.member?.id)?.online ?? false;
  const name = useRoomName()(room);
  const words = useLastWords()(room);
  const time = format.recent(room.last_message?.created_at ?? room.created_at);
  return (
    <SelectableRow href={`/chat/${room.id}`} replace={replace} current={current}>
      <Avatar
        name={name}
        photo={room.group?.picture ?? room.member?.photo}
        country={room.member?.country}
        online={online}
      />
      <Stack grow gap="xxs">
        <Row gap="xs">
          <Text variant="strong" numberOfLines={1} shrink>
            {name}
          </Text>
          {online ? <HiddenText>{t('chat.presence.online')}</HiddenText> : null}
          {room.group ? (
            <Text variant="small" tone="muted">
              {format.count(room.group.member_count)}
            </Text>
          ) : null}
          {room.pinned ? <Mark icon="pin" label={t('chat.pinned')} /> : null}
          {room.muted ? <Mark icon="bell-off" label={t('chat.muted')} /> : null}
        </Row>
        <Text variant="small" tone={typists.length > 0 ? 'brand' : 'muted'} numberOfLines={1}>
          {typists.length > 0 ? t('chat.typing.count', { count: typists.length }) : words}
        </Text>
      </Stack>
      <Stack align="flex-end" gap="xs">
        <Text variant="caption" tone="muted">
          {time}
        </Text>
        {room.unread ? <Unread count={room.unread} /> : null}
      </Stack>
    </SelectableRow>
  );
}

function Mark({ icon, label }: { icon: IconName; label: string }) {
  return (
    <>
      <Icon name={icon} color="textMuted" size={16} />
      <HiddenText>{label}</HiddenText>
    </>
  );
}

function Unread({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <>
      <Badge count={count} corner={false} />
      <HiddenText>{t('chat.unread', { count })}</HiddenText>
    </>
  );
}

import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { type RoomView, usePresence, useTypists } from '@/realtime';
import { Text } from '@/ui/text';

/** Below the name: who writes, else how many are in a group, or whether the other one is here or when they were. */
export function RoomStatus({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const typists = useTypists(room.id);
  const presence = usePresence(room.member?.id);
  if (typists.length > 0) {
    return (
      <Text variant="caption" tone="brand" role="status">
        {t('chat.typing.count', { count: typists.length })}
      </Text>
    );
  }
  if (room.group) {
    return (
      <Text variant="caption" tone="muted">
        {t('groups.members', { count: room.group.member_count })}
      </Text>
    );
  }
  if (presence?.online) {
    return (
      <Text variant="caption" tone="success">
        {t('chat.presence.online')}
      </Text>
    );
  }
  if (!presence?.last_seen_at) return null;
  return (
    <Text variant="caption" tone="muted">
      {t('chat.presence.last_seen', { time: format.recent(presence.last_seen_at) })}
    </Text>
  );
}

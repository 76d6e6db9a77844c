import { useTranslation } from 'react-i18next';

import { type MessageView, type RoomView, useKnownMembers } from '@/realtime';
import { Text } from '@/ui/text';

type ReadMarkProps = { message: MessageView; room: RoomView };

/** That the other one has read a message of mine, or how many of a group have. */
export function ReadMark({ message, room }: ReadMarkProps) {
  if (room.kind === 'group') return <GroupReadMark message={message} room={room} />;
  return (room.other_read_seq ?? 0) >= message.seq ? <Read /> : null;
}

function GroupReadMark({ message, room }: ReadMarkProps) {
  const { t } = useTranslation();
  const members = useKnownMembers(room.id);
  const others = members.filter((one) => one.member_id !== message.sender_id);
  const count = others.filter((one) => one.read_seq >= message.seq).length;
  return count > 0 ? <Words>{t('chat.read_by', { count })}</Words> : null;
}

function Read() {
  const { t } = useTranslation();
  return <Words>{t('chat.read')}</Words>;
}

function Words({ children }: { children: string }) {
  return (
    <Text variant="caption" tone="brand">
      {children}
    </Text>
  );
}

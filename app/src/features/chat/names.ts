import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useMe } from '@/features/me/queries';
import { type MessageView, type RoomView, usePeople } from '@/realtime';

/** What a room is called: a group's own name, or the other one's. */
export function useRoomName() {
  const { t } = useTranslation();
  return (room: RoomView | undefined): string =>
    room?.group?.name ?? room?.member?.username ?? t('chat.unknown_member');
}

/** The card of somebody in a room; none when they cannot be seen (any more). */
export function useCardOf(room: RoomView) {
  const people = usePeople();
  return (memberId: string): Schema<'MemberCard'> | null => {
    if (room.kind === 'direct' && room.member?.id === memberId) return room.member;
    return people[memberId] ?? null;
  };
}

/** How large a file is, in the reader's language. */
export function useFileSize() {
  const { i18n } = useTranslation();
  return (bytes: number): string => {
    const unit = bytes < 1_000_000 ? 'kilobyte' : 'megabyte';
    const value = Math.max(0.1, bytes / (unit === 'kilobyte' ? 1_000 : 1_000_000));
    const style = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(i18n.language, style).format(value);
  };
}

/** Who wrote something in a room. */
export function useSenderName(room: RoomView) {
  const { t } = useTranslation();
  const memberId = useMe().id;
  const cardOf = useCardOf(room);
  return (senderId: string): string =>
    senderId === memberId
      ? t('chat.you')
      : (cardOf(senderId)?.username ?? t('chat.unknown_member'));
}

/** A message in one line. */
export function usePreview() {
  const { t } = useTranslation();
  return (message: MessageView | null): string => {
    if (!message) return t('chat.preview.none');
    if (message.deleted_at) return t('chat.preview.deleted');
    if (message.body) return message.body;
    const [file] = message.files;
    if (!file) return t('chat.preview.pictures', { count: message.media.length });
    return file.kind === 'voice' ? t('chat.preview.voice') : file.name;
  };
}

/** What was said last in a room, for the list of rooms; in a group with who said it. */
export function useLastWords() {
  const { t } = useTranslation();
  const memberId = useMe().id;
  const people = usePeople();
  const preview = usePreview();
  return ({ kind, last_message: message }: RoomView): string => {
    const text = preview(message);
    if (kind === 'direct' || !message) return text;
    if (message.sender_id === memberId) return t('chat.preview.own', { text });
    const name = people[message.sender_id]?.username;
    return name ? t('chat.preview.by', { name, text }) : text;
  };
}

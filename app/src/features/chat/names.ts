import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import type { MessageView, RoomEventView, RoomView } from '@/realtime';

/** What a room is called: the name of the other one. */
export function useRoomName() {
  const { t } = useTranslation();
  return (room: RoomView | undefined): string => room?.member?.username ?? t('chat.unknown_member');
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
  const roomName = useRoomName();
  return (senderId: string): string => (senderId === memberId ? t('chat.you') : roomName(room));
}

/** A message in one line, for the list of rooms. */
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

const told = ['room_created', 'member_joined', 'member_left', 'member_removed'] as const;

/** What happened in a room, in a sentence. */
export function useEventSentence() {
  const { t } = useTranslation();
  return (event: RoomEventView, { memberId, name }: { memberId: string; name: string }): string => {
    const kind = told.find((one) => one === event.kind);
    if (!kind) return t('chat.system.room_closed');
    return who(event) === memberId
      ? t(`chat.system.${kind}_own`)
      : t(`chat.system.${kind}`, { name });
  };
}

/** Whom the event is about; who came back is not always who opened the door. */
function who(event: RoomEventView): unknown {
  return event.kind === 'room_created' ? event.actor_id : event.data.member_id;
}

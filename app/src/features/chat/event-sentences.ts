import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import type { RoomEventView, RoomView } from '@/realtime';

import { useCardOf } from './names';

const toldOfTwo = ['room_created', 'member_joined', 'member_left', 'member_removed'] as const;
const toldOfOne = [
  'room_created',
  'member_joined',
  'member_left',
  'member_promoted',
  'member_demoted',
  'owner_changed',
] as const;

/** What happened in a room, in a sentence. */
export function useEventSentence(room: RoomView) {
  const direct = useDirectSentence(room);
  const group = useGroupSentence(room);
  return room.kind === 'direct' ? direct : group;
}

function useDirectSentence(room: RoomView) {
  const { t } = useTranslation();
  const memberId = useMe().id;
  return (event: RoomEventView): string => {
    const kind = toldOfTwo.find((one) => one === event.kind);
    if (!kind) return t('chat.system.room_closed');
    const name = room.member?.username ?? t('chat.unknown_member');
    return subjectOf(event) === memberId
      ? t(`chat.system.${kind}_own`)
      : t(`chat.system.${kind}`, { name });
  };
}

function useGroupSentence(room: RoomView) {
  const { t } = useTranslation();
  const memberId = useMe().id;
  const cardOf = useCardOf(room);
  const nameOf = (id: unknown) =>
    (typeof id === 'string' ? cardOf(id)?.username : undefined) ?? t('chat.unknown_member');
  return (event: RoomEventView): string => {
    const isOwn = event.actor_id === memberId;
    const actor = nameOf(event.actor_id);
    if (event.kind === 'room_closed') return t('chat.group_system.room_closed');
    if (event.kind === 'room_updated') {
      const { change, title } = changeOf(event);
      return isOwn
        ? t(`chat.group_system.${change}_own`, { title })
        : t(`chat.group_system.${change}`, { actor, title });
    }
    const subject = subjectOf(event);
    const name = nameOf(subject);
    const kind = toldOfOne.find((one) => one === event.kind);
    if (kind) {
      return subject === memberId
        ? t(`chat.group_system.${kind}_own`)
        : t(`chat.group_system.${kind}`, { name });
    }
    if (subject === memberId) return t('chat.group_system.member_removed_own');
    return isOwn
      ? t('chat.group_system.member_removed_by_you', { name })
      : t('chat.group_system.member_removed', { actor, name });
  };
}

/** Whom the event is about; who came back is not always who opened the door. */
function subjectOf(event: RoomEventView): unknown {
  return event.kind === 'room_created' ? event.actor_id : event.data.member_id;
}

type Change = { change: 'renamed' | 'picture' | 'updated'; title: string };

/** Of many changes at once the name is told, which everybody sees. */
function changeOf({ data }: RoomEventView): Change {
  if (typeof data.name === 'string') return { change: 'renamed', title: data.name };
  const fields = Array.isArray(data.fields) ? data.fields : [];
  const isPicture = fields.length === 1 && fields[0] === 'picture_media_id';
  return { change: isPicture ? 'picture' : 'updated', title: '' };
}

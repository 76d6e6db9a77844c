import { useLocalSearchParams } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { useRoom, useRooms } from '@/realtime';
import { Screen } from '@/ui/screen';
import { LoadingState } from '@/ui/states';

import { GroupGone } from './components/group-gone';
import { InviteFriends } from './components/invite-friends';
import { LinkCard } from './components/link-card';
import { OpenInvites } from './components/open-invites';

/** Bringing people into a group: by a link, by name, and what is still open of both. */
export default function InvitesScreen() {
  const { t } = useTranslation();
  const { room_id } = useLocalSearchParams<{ room_id: string }>();
  const group = useRoom(room_id)?.group;
  const { from } = useRooms();
  if (!group || group.role === 'member') {
    if (from === 'fresh') return <GroupGone />;
    return (
      <Screen title={t('groups.invites.title')}>
        <LoadingState />
      </Screen>
    );
  }
  return (
    <Screen title={t('groups.invites.title')} width="form">
      <LinkCard roomId={room_id} name={group.name} />
      <OpenInvites roomId={room_id} />
      <InviteFriends roomId={room_id} />
    </Screen>
  );
}

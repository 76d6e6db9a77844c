import { useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { RoomSwitches } from '@/features/chat/components/room-switches';
import { useMe } from '@/features/me/queries';
import { type RoomView, useRoomMembers } from '@/realtime';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { List } from '@/ui/list';
import { Screen } from '@/ui/screen';
import { LoadingState } from '@/ui/states';
import { Heading } from '@/ui/text';

import { sortMembers } from '../members';
import { GroupHeading } from './group-heading';
import { LeaveButtons } from './leave-buttons';
import { LikeButton } from './like-button';
import { MemberRow } from './member-row';
import { ReportGroup } from './report-group';

type InsidePageProps = { room: RoomView; group: Schema<'GroupView'> };

/** A group for its members: what it is, who is in it, and what each may do. */
export function InsidePage({ room, group }: InsidePageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const members = useRoomMembers(room.id);
  return (
    <Screen
      title={group.name}
      scroll={false}
      padding="none"
      gap="none"
      actions={
        <>
          <LikeButton group={{ ...group, id: room.id }} />
          {group.role === 'owner' ? (
            <IconButton icon="edit" label={t('groups.edit')} href={`/groups/${room.id}/edit`} />
          ) : null}
        </>
      }
    >
      <List
        items={sortMembers(members, me.id)}
        keyOf={({ member_id }) => member_id}
        label={t('groups.participants')}
        header={<Above room={room} group={group} />}
        render={(member) => <MemberRow member={member} roomId={room.id} role={group.role} />}
        empty={<LoadingState />}
      />
    </Screen>
  );
}

function Above({ room, group }: InsidePageProps) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Stack gap="l" paddingBottom="m">
      <GroupHeading group={group} />
      <Row wrap gap="s">
        <Button
          icon="chat"
          label={t('groups.join.open')}
          onPress={() => router.navigate(`/chat/${room.id}`)}
        />
        {group.role === 'member' ? null : (
          <Button
            kind="secondary"
            icon="person-plus"
            label={t('chat.menu.invite')}
            onPress={() => router.push(`/groups/${room.id}/invites`)}
          />
        )}
      </Row>
      <Stack>
        <Heading level={2} variant="strong">
          {t('groups.settings')}
        </Heading>
        <RoomSwitches room={room} />
        {group.role === 'owner' ? null : <ReportGroup id={room.id} />}
        <LeaveButtons room={room} group={group} />
      </Stack>
      <Heading level={2} variant="strong">
        {t('groups.members', { count: group.member_count })}
      </Heading>
    </Stack>
  );
}

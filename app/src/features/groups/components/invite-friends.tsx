import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useFriends } from '@/features/connect/queries';
import { useSubmit } from '@/lib/submit';
import { useRoomMembers } from '@/realtime';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Tag } from '@/ui/chip';
import { ErrorState, LoadingState } from '@/ui/states';
import { Heading, Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';
import { showToast } from '@/ui/toast';

import { useInvite, useInvites } from '../queries';

/** The member's friends, to be invited by name. */
export function InviteFriends({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  return (
    <Stack gap="s">
      <Heading level={2} variant="strong">
        {t('groups.invites.friends')}
      </Heading>
      <Friends roomId={roomId} />
    </Stack>
  );
}

function Friends({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  const friends = useFriends();
  const inside = new Set(useRoomMembers(roomId).map(({ member_id }) => member_id));
  const invites = useInvites(roomId).data?.pages.flatMap((page) => page.items) ?? [];
  const invited = new Set(invites.map(({ member }) => member?.id));
  if (friends.isPending) return <LoadingState />;
  if (!friends.data) {
    return <ErrorState error={friends.error} onRetry={() => void friends.refetch()} />;
  }
  const items = friends.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Text tone="muted">{t('groups.invites.no_friends')}</Text>;
  return (
    <Stack role="list" aria-label={t('groups.invites.friends')}>
      {items.map(({ member }) => (
        <FriendRow
          key={member.id}
          friend={member}
          roomId={roomId}
          standing={inside.has(member.id) ? 'member' : invited.has(member.id) ? 'invited' : 'none'}
        />
      ))}
      {friends.hasNextPage ? (
        <Button
          compact
          kind="quiet"
          label={t('app.more')}
          busy={friends.isFetchingNextPage}
          onPress={() => void friends.fetchNextPage()}
        />
      ) : null}
    </Stack>
  );
}

type FriendRowProps = {
  friend: Schema<'MemberCard'>;
  roomId: string;
  standing: 'none' | 'invited' | 'member';
};

function FriendRow({ friend, roomId, standing }: FriendRowProps) {
  const { t } = useTranslation();
  const invite = useInvite(roomId);
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const name = friend.username;
  const go = () =>
    submit(
      () => invite.mutateAsync(friend.id),
      () => showToast(t('groups.invites.told', { name })),
    );
  return (
    <Row role="listitem" gap="m" borderBottom="border" paddingY="s">
      <Avatar name={name} photo={friend.photo} country={friend.country} />
      <Stack grow>
        <Text variant="strong" numberOfLines={1}>
          {name}
        </Text>
      </Stack>
      {standing === 'none' ? (
        <Button
          compact
          kind="secondary"
          label={t('groups.invites.invite_name', { name })}
          busy={isBusy}
          onPress={go}
        />
      ) : (
        <Tag>{standing === 'member' ? t('groups.invites.in_group') : t('groups.invited')}</Tag>
      )}
    </Row>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import type { RoomMember } from '@/realtime';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Tag } from '@/ui/chip';
import { IconButton } from '@/ui/icon-button';
import { Press } from '@/ui/press';
import { Text } from '@/ui/text';

import { actionsOn } from '../members';
import { type MemberDialog, MemberMenu } from './member-menu';

type MemberRowProps = { member: RoomMember; roomId: string; role: RoomMember['role'] };

/** Somebody who is in a group, with what the reader may do about them. */
export function MemberRow({ member, roomId, role }: MemberRowProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [dialog, setDialog] = useState<MemberDialog>(null);
  const isMe = member.member_id === me.id;
  const name = member.member?.username ?? t('chat.unknown_member');
  const actions = isMe ? [] : actionsOn(member.role, role);
  return (
    <Row gap="s" borderBottom="border" paddingY="s">
      <Who member={member} name={isMe ? t('groups.you', { name }) : name} isMe={isMe} />
      {member.role === 'member' ? null : <Tag>{t(`groups.roles.${member.role}`)}</Tag>}
      {actions.length > 0 ? (
        <IconButton
          icon="kebab"
          label={t('groups.member_menu', { name })}
          aria-haspopup="menu"
          onPress={() => setDialog('menu')}
        />
      ) : null}
      {actions.length > 0 ? (
        <MemberMenu
          roomId={roomId}
          memberId={member.member_id}
          name={name}
          actions={actions}
          open={dialog}
          onChange={setDialog}
        />
      ) : null}
    </Row>
  );
}

type WhoProps = { member: RoomMember; name: string; isMe: boolean };

function Who({ member: { member }, name, isMe }: WhoProps) {
  const face = (
    <Row gap="m">
      <Avatar name={name} photo={member?.photo} country={member?.country} />
      <Stack grow>
        <Text variant="strong" numberOfLines={1}>
          {name}
        </Text>
      </Stack>
    </Row>
  );
  return (
    <Stack grow>
      {member && !isMe ? <Press href={`/members/${member.id}`}>{face}</Press> : face}
    </Stack>
  );
}

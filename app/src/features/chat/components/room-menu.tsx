import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { BlockQuestion } from '@/features/moderation/block-question';
import { ReportDialog } from '@/features/moderation/report-dialog';
import type { RoomView } from '@/realtime';
import { Sheet } from '@/ui/dialog';
import { ListRow } from '@/ui/list-row';

import { useRoomName } from '../names';
import { DateQuestion, FindInRoom } from './find-in-room';
import { LeaveQuestion } from './leave-question';
import { RoomSwitches } from './room-switches';

export type RoomDialog = 'menu' | 'report' | 'block' | 'leave' | 'date' | null;

type RoomMenuProps = { room: RoomView; open: RoomDialog; onChange: (open: RoomDialog) => void };

/** What can be done with a conversation as a whole. */
export function RoomMenu({ room, open, onChange }: RoomMenuProps) {
  const { t } = useTranslation();
  const name = useRoomName()(room);
  const close = () => onChange(null);
  const { member } = room;
  return (
    <>
      <Sheet.Root open={open === 'menu'} onClose={close}>
        <Sheet.Title onClose={close}>{name}</Sheet.Title>
        <Sheet.Body>
          {member ? <AboutMember member={member} onChange={onChange} /> : null}
          {room.group ? <AboutGroup room={room} onChange={onChange} /> : null}
          <FindInRoom room={room} onClose={close} onDate={() => onChange('date')} />
          <RoomSwitches room={room} />
          <ListRow
            icon="logout"
            danger
            title={t('chat.menu.leave')}
            onPress={() => onChange('leave')}
          />
        </Sheet.Body>
      </Sheet.Root>
      <ReportDialog
        target={member ? { kind: 'member', id: member.id } : { kind: 'group', id: room.id }}
        open={open === 'report'}
        onClose={close}
      />
      {member ? <BlockQuestion member={member} open={open === 'block'} onClose={close} /> : null}
      {open === 'date' ? <DateQuestion room={room} onClose={close} /> : null}
      <LeaveQuestion room={room} open={open === 'leave'} onClose={close} />
    </>
  );
}

type AboutMemberProps = { member: Schema<'MemberCard'> } & Pick<RoomMenuProps, 'onChange'>;

function AboutMember({ member, onChange }: AboutMemberProps) {
  const { t } = useTranslation();
  return (
    <>
      <ListRow
        icon="person"
        title={t('chat.menu.profile')}
        href={`/members/${member.id}`}
        onPress={() => onChange(null)}
      />
      <ListRow
        icon="flag"
        title={t('moderation.report.title.member')}
        onPress={() => onChange('report')}
      />
      <ListRow
        icon="block"
        title={t('moderation.block.action')}
        onPress={() => onChange('block')}
      />
    </>
  );
}

function AboutGroup({ room, onChange }: Pick<RoomMenuProps, 'room' | 'onChange'>) {
  const { t } = useTranslation();
  const close = () => onChange(null);
  return (
    <>
      <ListRow
        icon="people"
        title={t('chat.menu.group')}
        href={`/groups/${room.id}`}
        onPress={close}
      />
      {room.group?.role === 'member' ? null : (
        <ListRow
          icon="person-plus"
          title={t('chat.menu.invite')}
          href={`/groups/${room.id}/invites`}
          onPress={close}
        />
      )}
      {room.group?.role === 'owner' ? null : (
        <ListRow
          icon="flag"
          title={t('moderation.report.title.group')}
          onPress={() => onChange('report')}
        />
      )}
    </>
  );
}

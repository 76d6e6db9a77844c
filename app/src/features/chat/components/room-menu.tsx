import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { BlockQuestion } from '@/features/moderation/block-question';
import { ReportDialog } from '@/features/moderation/report-dialog';
import { errorLine } from '@/i18n/describe-error';
import { engine, type RoomView } from '@/realtime';
import { Confirm, Sheet } from '@/ui/dialog';
import { ListRow } from '@/ui/list-row';
import { Switch } from '@/ui/switch';
import { showToast } from '@/ui/toast';

import { useRoomName } from '../names';
import { DateQuestion, FindInRoom } from './find-in-room';

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
          <FindInRoom room={room} onClose={close} onDate={() => onChange('date')} />
          <Mute room={room} />
          <ListRow
            icon="logout"
            danger
            title={t('chat.menu.leave')}
            onPress={() => onChange('leave')}
          />
        </Sheet.Body>
      </Sheet.Root>
      {member ? (
        <ReportDialog
          target={{ kind: 'member', id: member.id }}
          open={open === 'report'}
          onClose={close}
        />
      ) : null}
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

function Mute({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const change = (muted: boolean) =>
    void engine()
      .setPreferences(room.id, { muted })
      .catch((error: unknown) => showToast(errorLine(error, t)));
  return <Switch label={t('chat.menu.mute')} value={room.muted} onChange={change} />;
}

type LeaveQuestionProps = { room: RoomView; open: boolean; onClose: () => void };

function LeaveQuestion({ room, open, onClose }: LeaveQuestionProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const leave = () => {
    setBusy(true);
    engine()
      .leave(room.id)
      .then(() => router.replace('/chat'))
      .catch((error: unknown) => showToast(errorLine(error, t)))
      .finally(() => {
        setBusy(false);
        onClose();
      });
  };
  return (
    <Confirm
      open={open}
      title={t('chat.leave.title')}
      text={t('chat.leave.text')}
      confirm={t('chat.leave.confirm')}
      danger
      busy={busy}
      onConfirm={leave}
      onClose={onClose}
    />
  );
}

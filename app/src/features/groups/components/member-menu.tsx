import { useTranslation } from 'react-i18next';

import { useSubmit } from '@/lib/submit';
import { Confirm } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { useTellError } from '@/ui/tell-error';

import type { MemberAction } from '../members';
import { type Role, useRemoveMember, useSetRole } from '../queries';

export type MemberDialog = 'menu' | 'hand_over' | 'remove' | null;

type MemberMenuProps = {
  roomId: string;
  memberId: string;
  name: string;
  actions: readonly MemberAction[];
  open: MemberDialog;
  onChange: (open: MemberDialog) => void;
};

/** What an owner or a moderator does with a member; what cannot be taken back is asked about first. */
export function MemberMenu(props: MemberMenuProps) {
  const { t } = useTranslation();
  const { roomId, memberId, name, actions, open, onChange } = props;
  const setRole = useSetRole(roomId);
  const remove = useRemoveMember(roomId);
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const close = () => onChange(null);
  const give = (role: Role) => submit(() => setRole.mutateAsync({ memberId, role }), close);
  return (
    <>
      <Menu.Root open={open === 'menu'} onClose={close} title={t('groups.member_menu', { name })}>
        {actions.includes('promote') ? (
          <Menu.Item icon="check" label={t('groups.promote')} onPress={() => give('moderator')} />
        ) : null}
        {actions.includes('demote') ? (
          <Menu.Item icon="down" label={t('groups.demote')} onPress={() => give('member')} />
        ) : null}
        {actions.includes('hand_over') ? (
          <Menu.Item
            icon="forward"
            label={t('groups.hand_over.action')}
            onPress={() => onChange('hand_over')}
          />
        ) : null}
        {actions.includes('remove') ? (
          <Menu.Item
            danger
            icon="block"
            label={t('groups.remove.action')}
            onPress={() => onChange('remove')}
          />
        ) : null}
      </Menu.Root>
      <Confirm
        open={open === 'hand_over'}
        title={t('groups.hand_over.title', { name })}
        text={t('groups.hand_over.text', { name })}
        confirm={t('groups.hand_over.action')}
        busy={isBusy}
        onConfirm={() => give('owner')}
        onClose={close}
      />
      <Confirm
        danger
        open={open === 'remove'}
        title={t('groups.remove.title', { name })}
        text={t('groups.remove.text', { name })}
        confirm={t('groups.remove.action')}
        busy={isBusy}
        onConfirm={() => submit(() => remove.mutateAsync({ memberId }), close)}
        onClose={close}
      />
    </>
  );
}

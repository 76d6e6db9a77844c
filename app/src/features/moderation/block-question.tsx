import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useSubmit } from '@/lib/submit';
import { Confirm } from '@/ui/dialog';
import { useTellError } from '@/ui/tell-error';
import { showToast } from '@/ui/toast';

import { useBlock } from './queries';

type BlockQuestionProps = {
  member: Pick<Schema<'MemberCard'>, 'id' | 'username'>;
  open: boolean;
  onClose: () => void;
  /** For a page of theirs, which is not there any more. */
  onBlocked?: () => void;
};

/** Asks once before two people are hidden from each other. */
export function BlockQuestion({ member, open, onClose, onBlocked }: BlockQuestionProps) {
  const { t } = useTranslation();
  const block = useBlock();
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const name = member.username;
  const go = () =>
    submit(async () => {
      await block.mutateAsync(member.id);
      // Here, because the page around this may be gone by the time that it is done.
      onClose();
      onBlocked?.();
      showToast(t('moderation.block.done', { name }));
    });
  return (
    <Confirm
      danger
      open={open}
      title={t('moderation.block.title', { name })}
      text={t('moderation.block.text', { name })}
      confirm={t('moderation.block.action')}
      busy={isBusy}
      onConfirm={go}
      onClose={onClose}
    />
  );
}

import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { errorLine } from '@/i18n/describe-error';
import { Confirm } from '@/ui/dialog';
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
  const name = member.username;
  const go = () =>
    // A promise, because the page around this may be gone by the time that it is done.
    void block.mutateAsync(member.id).then(
      () => {
        onClose();
        onBlocked?.();
        showToast(t('moderation.block.done', { name }));
      },
      (error: unknown) => showToast(errorLine(error, t)),
    );
  return (
    <Confirm
      danger
      open={open}
      title={t('moderation.block.title', { name })}
      text={t('moderation.block.text', { name })}
      confirm={t('moderation.block.action')}
      busy={block.isPending}
      onConfirm={go}
      onClose={onClose}
    />
  );
}

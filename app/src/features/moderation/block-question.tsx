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
};

/** Asks once before two people are hidden from each other. */
export function BlockQuestion({ member, open, onClose }: BlockQuestionProps) {
  const { t } = useTranslation();
  const block = useBlock();
  const name = member.username;
  const go = () =>
    block.mutate(member.id, {
      onSuccess: () => {
        onClose();
        showToast(t('moderation.block.done', { name }));
      },
      onError: (error) => showToast(errorLine(error, t)),
    });
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

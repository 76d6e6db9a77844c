import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ReportDialog } from '@/features/moderation/report-dialog';
import { useSubmit } from '@/lib/submit';
import { Confirm } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { useTellError } from '@/ui/tell-error';

import { type CommentView, useDeleteComment } from '../comment-queries';
import type { Author } from '../queries';

type CommentMenuProps = {
  comment: CommentView;
  author: Author;
  open: boolean;
  onClose: () => void;
  onEdit: (comment: CommentView) => void;
};

/** What can be done with a comment: change and delete one's own, report another's. */
export function CommentMenu({ comment, author, open, onClose, onEdit }: CommentMenuProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const [isReporting, setReporting] = useState(false);
  const [asking, setAsking] = useState(false);
  const remove = useDeleteComment(comment.post_id);
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const member = author.kind === 'member' ? author.member : null;
  return (
    <>
      <Menu.Root open={open} onClose={onClose} title={t('community.comment.menu')}>
        {comment.is_mine ? (
          <>
            <Menu.Item
              icon="edit"
              label={t('community.post.edit')}
              onPress={() => onEdit(comment)}
            />
            <Menu.Item
              danger
              icon="trash"
              label={t('community.post.delete')}
              onPress={() => setAsking(true)}
            />
          </>
        ) : (
          <>
            {member ? (
              <Menu.Item
                icon="person"
                label={t('community.post.profile')}
                onPress={() => router.push(`/members/${member.id}`)}
              />
            ) : null}
            <Menu.Item
              danger
              icon="flag"
              label={t('community.post.report')}
              onPress={() => setReporting(true)}
            />
          </>
        )}
      </Menu.Root>
      <ReportDialog
        target={{ kind: 'comment', id: comment.id }}
        open={isReporting}
        onClose={() => setReporting(false)}
      />
      <Confirm
        danger
        open={asking}
        title={t('community.comment.delete_title')}
        text={t('community.comment.delete_text')}
        confirm={t('community.post.delete')}
        busy={isBusy}
        onConfirm={() =>
          submit(
            () => remove.mutateAsync(comment.id),
            () => setAsking(false),
          )
        }
        onClose={() => setAsking(false)}
      />
    </>
  );
}

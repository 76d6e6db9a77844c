import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ReportDialog } from '@/features/moderation/report-dialog';
import { useGoBack } from '@/lib/go-back';
import { useSubmit } from '@/lib/submit';
import { Confirm } from '@/ui/dialog';
import { Menu } from '@/ui/menu';
import { useTellError } from '@/ui/tell-error';
import { showToast } from '@/ui/toast';

import { type Post, useRemovePost } from '../queries';

type PostMenuProps = { post: Post; open: boolean; onClose: () => void };

/** What can be done with a post: change and delete one's own, hide and report another's. */
export function PostMenu({ post, open, onClose }: PostMenuProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const [isReporting, setReporting] = useState(false);
  const [asking, setAsking] = useState<'delete' | 'hide' | null>(null);
  const author = post.author.kind === 'member' ? post.author.member : null;
  return (
    <>
      <Menu.Root open={open} onClose={onClose} title={t('community.post.menu')}>
        {post.is_mine ? (
          <>
            <Menu.Item
              icon="edit"
              label={t('community.post.edit')}
              onPress={() =>
                router.push({ pathname: '/posts/[post_id]/edit', params: { post_id: post.id } })
              }
            />
            <Menu.Item
              danger
              icon="trash"
              label={t('community.post.delete')}
              onPress={() => setAsking('delete')}
            />
          </>
        ) : (
          <>
            {author ? (
              <Menu.Item
                icon="person"
                label={t('community.post.profile')}
                onPress={() => router.push(`/members/${author.id}`)}
              />
            ) : null}
            <Menu.Item
              icon="eye-off"
              label={t('community.post.hide')}
              onPress={() => setAsking('hide')}
            />
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
        target={{ kind: 'post', id: post.id }}
        open={isReporting}
        onClose={() => setReporting(false)}
      />
      <RemoveQuestion postId={post.id} how={asking} onClose={() => setAsking(null)} />
    </>
  );
}

type RemoveQuestionProps = { postId: string; how: 'delete' | 'hide' | null; onClose: () => void };

function RemoveQuestion({ postId, how, onClose }: RemoveQuestionProps) {
  const { t } = useTranslation();
  const remove = useRemovePost(postId);
  const isDelete = how === 'delete';
  const { submit, isBusy } = useSubmit({ onError: useTellError(), leads: true });
  const goBack = useGoBack('/community');
  const go = () =>
    how &&
    submit(
      () => remove.mutateAsync(how),
      () => {
        showToast(isDelete ? t('community.post.deleted') : t('community.post.hidden'));
        goBack();
      },
    );
  return (
    <Confirm
      danger={isDelete}
      open={how !== null}
      title={isDelete ? t('community.post.delete_title') : t('community.post.hide_title')}
      text={isDelete ? t('community.post.delete_text') : t('community.post.hide_text')}
      confirm={isDelete ? t('community.post.delete') : t('community.post.hide_confirm')}
      busy={isBusy}
      onConfirm={go}
      onClose={onClose}
    />
  );
}

import { useLocalSearchParams } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { useGoBack } from '@/lib/go-back';
import { usePictureUploads } from '@/lib/picture-uploads';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';
import { Screen } from '@/ui/screen';
import { ErrorState, LoadingState } from '@/ui/states';
import { showToast } from '@/ui/toast';

import { PictureTray } from './components/picture-tray';
import { limits, PostFields, usePostForm } from './components/post-fields';
import { type Post, useEditPost, usePost } from './queries';

/** Where one's own post is changed. */
export default function EditPostScreen() {
  const { t } = useTranslation();
  const { post_id } = useLocalSearchParams<{ post_id: string }>();
  const post = usePost(post_id);
  if (post.data) return <EditPost post={post.data} />;
  return (
    <Screen title={t('community.editor.edit')}>
      {post.isPending ? (
        <LoadingState />
      ) : (
        <ErrorState error={post.error} onRetry={() => void post.refetch()} />
      )}
    </Screen>
  );
}

function EditPost({ post }: { post: Post }) {
  const { t } = useTranslation();
  const goBack = useGoBack({ pathname: '/posts/[post_id]', params: { post_id: post.id } });
  const edit = useEditPost(post.id);
  const form = usePostForm({ title: post.title, body: post.body });
  const uploads = usePictureUploads({ kind: 'post', max: limits.pictures, initial: post.media });
  const done = () => {
    showToast(t('app.saved'));
    goBack();
  };
  const save = () =>
    form.submit(
      (words) => edit.mutateAsync({ ...words, media_ids: uploads.ready.map(({ id }) => id) }),
      done,
    );
  return (
    <Screen
      title={t('community.editor.edit')}
      footer={
        <Button
          label={t('app.save')}
          busy={form.isBusy}
          disabled={!uploads.isWhole}
          onPress={save}
        />
      }
    >
      <PostFields form={form} />
      <PictureTray uploads={uploads} max={limits.pictures} />
      <FormError error={edit.error} names={form.names} />
    </Screen>
  );
}

import { useLocalSearchParams, useRouter } from 'expo-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useDebounced } from '@/lib/debounce';
import type { PictureShelf } from '@/lib/picture-shelf';
import { usePictureUploads } from '@/lib/picture-uploads';
import { randomUUID } from '@/lib/random-uuid';
import { Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { ChipGroup } from '@/ui/chip';
import { FormError } from '@/ui/form-error';
import { Notice } from '@/ui/notice';
import { Screen } from '@/ui/screen';
import { LoadingState } from '@/ui/states';
import { Switch } from '@/ui/switch';
import { Text } from '@/ui/text';
import { showToast } from '@/ui/toast';

import { PictureTray } from './components/picture-tray';
import { limits, PostFields, type PostWords, usePostForm } from './components/post-fields';
import { type Draft, usePostDraft } from './drafts';
import { type Board, boards, isRepeatOfAnother, type Post, useCreatePost } from './queries';

/** Where a post is written; what was begun before is there again. */
export default function NewPostScreen() {
  const { board: named } = useLocalSearchParams<{ board?: string }>();
  const drafts = usePostDraft();
  const [startedOver, setStartedOver] = useState(0);
  if (drafts.status === 'loading') return <LoadingState />;
  const board = boards.find((one) => one === named) ?? 'free';
  const isRestored = !startedOver && (drafts.draft !== null || drafts.hasPictures);
  const startOver = () => void drafts.forget().then(() => setStartedOver((count) => count + 1));
  return (
    <NewPost
      key={startedOver}
      draft={(isRestored && drafts.draft) || emptyDraft(board)}
      shelf={drafts.shelf}
      onStartOver={isRestored ? startOver : undefined}
      keep={drafts.keep}
      forget={drafts.forget}
    />
  );
}

function emptyDraft(board: Board): Draft {
  return { clientId: randomUUID(), board, title: '', body: '', anonymous: false };
}

type NewPostProps = {
  draft: Draft;
  shelf: PictureShelf;
  /** Given when a draft was found. */
  onStartOver?: () => void;
  keep: (draft: Draft) => Promise<void>;
  forget: () => Promise<void>;
};

function NewPost({ draft, shelf, onStartOver, keep, forget }: NewPostProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const create = useCreatePost();
  const form = usePostForm({ title: draft.title, body: draft.body });
  const uploads = usePictureUploads({ kind: 'post', max: limits.pictures, shelf });
  const [board, setBoard] = useState(draft.board);
  const [anonymous, setAnonymous] = useState(draft.anonymous);
  const [clientId, setClientId] = useState(draft.clientId);
  const written = { ...form.values, clientId, board, anonymous };
  useKeeping(written, create.isSuccess ? null : keep);

  const send = async ({ title, body }: PostWords): Promise<Post> => {
    const media_ids = uploads.ready.map(({ id }) => id);
    const wanted = { client_id: clientId, board, title, body, anonymous, media_ids };
    const post = await create.mutateAsync(wanted).catch((error: unknown) => {
      if (isRepeatOfAnother(error)) setClientId(randomUUID());
      throw error;
    });
    await forget();
    return post;
  };
  const publish = () =>
    form.submit(send, (post) => {
      showToast(t('community.editor.published'));
      router.replace({ pathname: '/posts/[post_id]', params: { post_id: post.id } });
    });

  return (
    <Screen
      title={t('community.editor.new')}
      footer={
        <Button
          label={t('community.editor.publish')}
          busy={form.isBusy}
          disabled={!uploads.isWhole}
          onPress={publish}
        />
      }
    >
      {onStartOver ? (
        <Notice
          icon="edit"
          text={t('community.editor.draft')}
          action={{ label: t('community.editor.discard_draft'), onPress: onStartOver }}
        />
      ) : null}
      <ChipGroup
        label={t('community.editor.board')}
        options={boards.map((code) => ({ code, label: t(`community.boards.${code}`) }))}
        selected={[board]}
        onChange={([chosen]) => setBoard(chosen ?? board)}
        max={1}
      />
      <PostFields form={form} />
      <PictureTray uploads={uploads} max={limits.pictures} />
      <Stack gap="xxs">
        <Switch label={t('community.editor.anonymous')} value={anonymous} onChange={setAnonymous} />
        <Text variant="small" tone="muted">
          {t('community.editor.anonymous_hint')}
        </Text>
      </Stack>
      <FormError error={create.error} names={form.names} />
      <Text variant="small" tone="muted">
        {t('community.editor.rules')}
      </Text>
    </Screen>
  );
}

/** Keeps the draft when it has stood still for a moment. */
function useKeeping(written: Draft, keep: ((draft: Draft) => Promise<void>) | null): void {
  const settled = useDebounced(JSON.stringify(written), 400);
  useEffect(() => {
    if (keep) void keep(JSON.parse(settled) as Draft);
    // `keep` is new on each rendering and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled, keep === null]);
}

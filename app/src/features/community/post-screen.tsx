import { useLocalSearchParams, useRouter } from 'expo-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Stack } from '@/ui/box';
import { Fill } from '@/ui/fill';
import { IconButton } from '@/ui/icon-button';
import { KeyboardFrame } from '@/ui/keyboard-frame';
import { List, type ListHandle } from '@/ui/list';
import { NotThere } from '@/ui/not-there';
import { Screen } from '@/ui/screen';
import { ErrorState, LoadingState } from '@/ui/states';
import { Heading, Text } from '@/ui/text';

import { type CommentView, useComments } from './comment-queries';
import { CommentComposer, type Writing } from './components/comment-composer';
import { CommentItem } from './components/comment-item';
import { PostMenu } from './components/post-menu';
import { PostView } from './components/post-view';
import { useLivePost } from './live';
import { type Post, usePost } from './queries';

/** A post with its comments. */
export default function PostScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  const { post_id } = useLocalSearchParams<{ post_id: string }>();
  const post = usePost(post_id);
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <Screen
      title={post.data ? t(`community.boards.${post.data.board}`) : t('community.post.title')}
      scroll={false}
      padding="none"
      gap="none"
      actions={
        post.data ? (
          <IconButton
            icon="kebab"
            label={t('community.post.menu')}
            aria-haspopup="menu"
            onPress={() => setMenuOpen(true)}
          />
        ) : null
      }
    >
      {post.data ? (
        <>
          <Conversation key={post_id} post={post.data} />
          <PostMenu post={post.data} open={isMenuOpen} onClose={() => setMenuOpen(false)} />
        </>
      ) : post.isPending ? (
        <LoadingState />
      ) : (
        <NotThere
          icon="board"
          error={post.error}
          onRetry={() => void post.refetch()}
          action={{ label: t('community.title'), onPress: () => router.replace('/community') }}
        />
      )}
    </Screen>
  );
}

function Conversation({ post }: { post: Post }) {
  const { t } = useTranslation();
  useLivePost(post.id);
  const comments = useComments(post.id);
  const [writing, setWriting] = useState<Writing>({ name: 'comment' });
  const [anonymous, setAnonymous] = useState(false);
  const list = useRef<ListHandle>(null);
  const items = comments.data?.pages.flatMap((page) => page.items) ?? [];
  const act = (next: Writing['name']) => (comment: CommentView) =>
    setWriting(next === 'comment' ? { name: next } : { name: next, comment });
  return (
    <KeyboardFrame>
      <Fill>
        <List
          ref={list}
          items={items}
          keyOf={(comment) => comment.id}
          label={t('community.comment.list')}
          gap="m"
          header={
            <Stack gap="l" paddingBottom="m">
              <PostView post={post} />
              <Heading level={2} variant="label">
                {t('community.comments', { count: post.comment_count })}
              </Heading>
            </Stack>
          }
          render={(comment) => (
            <CommentItem comment={comment} onReply={act('reply')} onEdit={act('edit')} />
          )}
          empty={<NoComments comments={comments} />}
          onEnd={() => {
            if (comments.hasNextPage && !comments.isFetchingNextPage) void comments.fetchNextPage();
          }}
          loadingMore={comments.isFetchingNextPage}
        />
      </Fill>
      <CommentComposer
        key={writing.name === 'comment' ? 'comment' : `${writing.name} ${writing.comment.id}`}
        postId={post.id}
        writing={writing}
        anonymous={anonymous}
        onAnonymous={setAnonymous}
        onSent={({ name }) => name === 'comment' && list.current?.scrollToEnd()}
        onDone={() => setWriting({ name: 'comment' })}
      />
    </KeyboardFrame>
  );
}

function NoComments({ comments }: { comments: ReturnType<typeof useComments> }) {
  const { t } = useTranslation();
  if (comments.isPending) return <LoadingState />;
  if (comments.isError) {
    return <ErrorState error={comments.error} onRetry={() => void comments.refetch()} />;
  }
  return (
    <Text tone="muted" align="center">
      {t('community.comment.none')}
    </Text>
  );
}

import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useFormat } from '@/i18n/format';
import { Card } from '@/ui/card';
import { List } from '@/ui/list';
import { Screen } from '@/ui/screen';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { Text } from '@/ui/text';

import { useMyComments } from './comment-queries';

/** What the member said under posts. */
export default function MyCommentsScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('community.mine.comments')} scroll={false} padding="none">
      <Comments />
    </Screen>
  );
}

function Comments() {
  const { t } = useTranslation();
  const comments = useMyComments();
  if (comments.isPending) return <LoadingState />;
  if (comments.isError && !comments.data) {
    return <ErrorState error={comments.error} onRetry={() => void comments.refetch()} />;
  }
  return (
    <List
      items={comments.data.pages.flatMap((page) => page.items)}
      keyOf={({ comment }) => comment.id}
      label={t('community.mine.comments')}
      render={(own) => <OwnComment own={own} />}
      empty={<EmptyState icon="reply" title={t('community.mine.no_comments')} />}
      onEnd={() => {
        if (comments.hasNextPage && !comments.isFetchingNextPage) void comments.fetchNextPage();
      }}
      loadingMore={comments.isFetchingNextPage}
      onRefresh={() => void comments.refetch()}
      refreshing={comments.isRefetching}
      gap="s"
    />
  );
}

function OwnComment({ own: { comment, post } }: { own: Schema<'OwnComment'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card
      padding="m"
      gap="xs"
      href={post ? { pathname: '/posts/[post_id]', params: { post_id: post.id } } : undefined}
    >
      <Text numberOfLines={3}>{comment.body}</Text>
      <Text variant="small" tone="brand" numberOfLines={1}>
        {post ? t('community.mine.on_post', { title: post.title }) : t('community.mine.post_gone')}
      </Text>
      <Text variant="caption" tone="muted">
        {format.dateTime(comment.created_at)}
      </Text>
    </Card>
  );
}

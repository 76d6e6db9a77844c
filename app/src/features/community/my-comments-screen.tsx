import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useFormat } from '@/i18n/format';
import { Card } from '@/ui/card';
import { PagedList } from '@/ui/paged-list';
import { Screen } from '@/ui/screen';
import { Text } from '@/ui/text';

import { NothingOfMine } from './components/nothing-of-mine';
import { useMyComments } from './comment-queries';

/** What the member said under posts. */
export default function MyCommentsScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('community.mine.comments')} scroll={false} padding="none">
      <PagedList
        query={useMyComments()}
        keyOf={({ comment }) => comment.id}
        label={t('community.mine.comments')}
        render={(own) => <OwnComment own={own} />}
        empty={<NothingOfMine icon="reply" title={t('community.mine.no_comments')} />}
      />
    </Screen>
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

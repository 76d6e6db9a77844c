import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { Box, Row, Stack } from '@/ui/box';
import { Card } from '@/ui/card';
import { Icon } from '@/ui/icon';
import type { IconName } from '@/ui/icon-paths';
import { Picture } from '@/ui/picture';
import { Text } from '@/ui/text';

import { useAuthorName } from '../authors';
import type { PostSummary } from '../queries';

/** A post in two lines, on the first page of the boards. */
export function PostLine({ post }: { post: PostSummary }) {
  return (
    <Card href={`/posts/${post.id}`} padding="m" gap="xxs">
      <Text variant="label" numberOfLines={1} lang={post.language ?? undefined}>
        {post.title}
      </Text>
      <Text variant="small" tone="muted" numberOfLines={1} lang={post.language ?? undefined}>
        {post.excerpt}
      </Text>
    </Card>
  );
}

/** A post in a long list. */
export function PostCard({ post }: { post: PostSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useAuthorName()(post.author, { inPost: false });
  return (
    <Card href={`/posts/${post.id}`} padding="m" gap="s">
      <Row gap="m" align="flex-start">
        <Stack grow gap="xs">
          <Text variant="strong" numberOfLines={2} lang={post.language ?? undefined}>
            {post.title}
          </Text>
          <Text variant="small" tone="muted" numberOfLines={2} lang={post.language ?? undefined}>
            {post.excerpt}
          </Text>
        </Stack>
        {post.thumbnail ? (
          <Picture media={post.thumbnail} variant="thumb" alt="" width={72} height={72} />
        ) : null}
      </Row>
      <Row gap="m" justify="space-between">
        <Text variant="caption" tone="muted" numberOfLines={1} shrink>
          {`${name} · ${format.recent(post.created_at)}`}
        </Text>
        <Row gap="m">
          {post.media_count > 1 ? (
            <Count
              icon="image"
              count={post.media_count}
              label={t('community.pictures', { count: post.media_count })}
            />
          ) : null}
          <Count
            icon={post.is_liked ? 'heart' : 'heart-outline'}
            count={post.like_count}
            label={t('community.likes', { count: post.like_count })}
          />
          <Count
            icon="chat"
            count={post.comment_count}
            label={t('community.comments', { count: post.comment_count })}
          />
        </Row>
      </Row>
    </Card>
  );
}

type CountProps = { icon: IconName; count: number; label: string };

function Count({ icon, count, label }: CountProps) {
  return (
    <Row gap="xs" role="img" aria-label={label}>
      <Icon name={icon} color={icon === 'heart' ? 'heart' : 'textMuted'} size={16} />
      <Box aria-hidden>
        <Text variant="caption" tone="muted">
          {count}
        </Text>
      </Box>
    </Row>
  );
}

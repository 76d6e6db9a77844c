import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { TranslateToggle, useTranslateToggle } from '@/features/translation/translate-toggle';
import { Row, Stack } from '@/ui/box';
import { Lightbox } from '@/ui/lightbox';
import { PictureGrid } from '@/ui/picture-grid';
import { LinkedText } from '@/ui/linked-text';
import { Heading } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';

import { type Post, useMark } from '../queries';
import { AuthorLine } from './author-line';
import { MarkButton } from './mark-button';

/** The post itself: who, what, in which language, and what the reader can say to it with one press. */
export function PostView({ post }: { post: Post }) {
  const toggle = useTranslateToggle(
    { post_id: post.id, version: post.edited_at ?? post.created_at },
    { language: post.language },
  );
  const title = toggle.textOf('title');
  const body = toggle.textOf('body');
  return (
    <Stack gap="m">
      <AuthorLine
        author={post.author}
        createdAt={post.created_at}
        editedAt={post.edited_at}
        inPost={false}
      />
      <Heading level={2} lang={title ? toggle.target : (post.language ?? undefined)}>
        {title ?? post.title}
      </Heading>
      <LinkedText selectable lang={body ? toggle.target : (post.language ?? undefined)}>
        {body ?? post.body}
      </LinkedText>
      <TranslateToggle toggle={toggle} />
      <Pictures post={post} />
      <Marks post={post} />
    </Stack>
  );
}

function Pictures({ post }: { post: Post }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<number | null>(null);
  if (post.media.length === 0) return null;
  return (
    <>
      <PictureGrid
        pictures={post.media}
        labelOf={(number) => t('community.post.picture', { number })}
        onOpen={setOpened}
        width={320}
      />
      <Lightbox
        pictures={post.media}
        at={opened}
        label={t('community.post.pictures')}
        onClose={() => setOpened(null)}
      />
    </>
  );
}

function Marks({ post }: { post: Post }) {
  const { t } = useTranslation();
  const like = useMark('like', post.id);
  const bookmark = useMark('bookmark', post.id);
  const onError = useTellError();
  return (
    <Row gap="s" borderTop="border" borderBottom="border" paddingY="xs">
      <MarkButton
        on={post.is_liked}
        icons={['heart', 'heart-outline']}
        color="heart"
        label={t('community.post.like')}
        description={t('community.likes', { count: post.like_count })}
        count={post.like_count}
        onPress={() => like.mutate(!post.is_liked, { onError })}
      />
      <MarkButton
        on={post.is_bookmarked}
        icons={['bookmark', 'bookmark-outline']}
        color="textBrand"
        label={t('community.post.bookmark')}
        onPress={() => bookmark.mutate(!post.is_bookmarked, { onError })}
      />
    </Row>
  );
}

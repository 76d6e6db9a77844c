import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { TranslateToggle, useTranslateToggle } from '@/features/translation/translate-toggle';
import { useFormat } from '@/i18n/format';
import { Avatar } from '@/ui/avatar';
import { Box, Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Press } from '@/ui/press';
import { useTellError } from '@/ui/tell-error';
import { Text } from '@/ui/text';

import { useAuthorName } from '../authors';
import { type PostSummary, useMark } from '../queries';

/** A kept post: who and what in one line; opened, its words and their translation below each other. */
export function BookmarkRow({ post }: { post: PostSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const bookmark = useMark('bookmark', post.id);
  const name = useAuthorName()(post.author, { inPost: false });
  const member = post.author.kind === 'member' ? post.author.member : null;
  const onError = useTellError();
  const mark = () => bookmark.mutate(!post.is_bookmarked, { onError });
  return (
    <Stack borderBottom="border">
      <Row gap="m" paddingY="s">
        <Box grow>
          <Press aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            <Row gap="m">
              <Avatar size="s" name={name} photo={member?.photo} country={member?.country} />
              <Stack grow>
                <Text variant="label" numberOfLines={1}>
                  {name}
                </Text>
                <Text variant="small" numberOfLines={1} lang={post.language ?? undefined}>
                  {post.title}
                </Text>
              </Stack>
              <Stack align="flex-end">
                <Text variant="caption" tone="muted">
                  {format.date(post.created_at)}
                </Text>
                <Text variant="caption" tone="muted">
                  {format.time(post.created_at)}
                </Text>
              </Stack>
            </Row>
          </Press>
        </Box>
        <IconButton
          icon={post.is_bookmarked ? 'bookmark' : 'bookmark-outline'}
          color="textBrand"
          label={t('community.mine.remove_bookmark', { title: post.title })}
          aria-pressed={post.is_bookmarked}
          onPress={mark}
        />
      </Row>
      {isOpen ? <Words post={post} /> : null}
    </Stack>
  );
}

function Words({ post }: { post: PostSummary }) {
  const { t } = useTranslation();
  const toggle = useTranslateToggle(
    { post_id: post.id, version: post.edited_at ?? post.created_at },
    { language: post.language },
  );
  const title = toggle.textOf('title');
  return (
    <Stack background="sunken" padding="l" gap="m">
      <Part
        label={t('translation.original')}
        title={post.title}
        text={post.excerpt}
        lang={post.language ?? undefined}
      />
      {title && !toggle.isSame ? (
        <Part
          label={t('translation.translated')}
          title={title}
          text={toggle.textOf('body') ?? ''}
          lang={toggle.target}
        />
      ) : null}
      <Row justify="space-between" gap="m" wrap>
        <TranslateToggle toggle={toggle} keepsOriginal />
        <Button
          compact
          kind="quiet"
          label={t('community.mine.open')}
          href={{ pathname: '/posts/[post_id]', params: { post_id: post.id } }}
        />
      </Row>
    </Stack>
  );
}

type PartProps = { label: string; title: string; text: string; lang?: string };

function Part({ label, title, text, lang }: PartProps) {
  return (
    <Row gap="m" align="flex-start">
      <Box width={84}>
        <Text variant="small" tone="muted">
          {label}
        </Text>
      </Box>
      <Stack grow>
        <Text variant="label" tone="brand" lang={lang}>
          {title}
        </Text>
        <Text variant="small" tone="brand" numberOfLines={4} lang={lang}>
          {text}
        </Text>
      </Stack>
    </Row>
  );
}

import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { Row, Stack } from '@/ui/box';
import { BrandHeader } from '@/ui/brand-header';
import { Icon } from '@/ui/icon';
import { IconButton } from '@/ui/icon-button';
import { Press } from '@/ui/press';
import { Screen } from '@/ui/screen';
import { SearchField } from '@/ui/search-field';
import { ErrorState, LoadingState } from '@/ui/states';
import { Heading, Text } from '@/ui/text';

import { PostLine } from './components/post-card';
import { type Board, longestSearch, useBoards } from './queries';

/** The first page of the boards: search, and what is new on each. */
export default function CommunityScreen() {
  const { t } = useTranslation();
  const boards = useBoards();
  return (
    <Screen title={t('community.title')} header="none" width="full" padding="none" gap="none">
      <BrandHeader>
        <Row justify="space-between">
          <Heading level={1} variant="heading" tone="onBrand">
            {t('community.title')}
          </Heading>
          <IconButton
            icon="bookmark"
            color="onBrand"
            label={t('community.bookmarks')}
            href="/activity/bookmarks"
          />
        </Row>
        <SearchEntry />
      </BrandHeader>
      {boards.isPending ? <LoadingState /> : null}
      {boards.isError && !boards.data ? (
        <ErrorState error={boards.error} onRetry={() => void boards.refetch()} />
      ) : null}
      <Stack gap="xl" padding="l" width="100%" maxWidth={752} alignSelf="center">
        {boards.data?.items.map((board) => (
          <BoardSection key={board.board} board={board} />
        ))}
      </Stack>
    </Screen>
  );
}

function SearchEntry() {
  const { t } = useTranslation();
  const router = useRouter();
  const [words, setWords] = useState('');
  const search = () =>
    router.push({ pathname: '/boards/search', params: words.trim() ? { q: words.trim() } : {} });
  return (
    <SearchField
      label={t('community.search.label')}
      placeholder={t('community.search.placeholder')}
      maxLength={longestSearch}
      value={words}
      onChange={setWords}
      onSubmit={search}
    />
  );
}

function BoardSection({ board: { board, newest } }: { board: Schema<'BoardView'> }) {
  const { t } = useTranslation();
  const name = t(`community.boards.${board}`);
  return (
    <Stack gap="s" role="region" aria-label={name}>
      <Row justify="space-between">
        <Row gap="s">
          <IconButton
            icon="edit"
            color="textBrand"
            label={t('community.write_on', { board: name })}
            href={{ pathname: '/posts/new', params: { board } }}
          />
          <Heading level={2} tone="brand">
            {name}
          </Heading>
        </Row>
        <MoreLink board={board} />
      </Row>
      {newest.length === 0 ? (
        <Text tone="muted" align="center">
          {t('community.empty.title')}
        </Text>
      ) : (
        newest.map((post) => <PostLine key={post.id} post={post} />)
      )}
    </Stack>
  );
}

function MoreLink({ board }: { board: Board }) {
  const { t } = useTranslation();
  return (
    <Press
      href={{ pathname: '/boards/[board]', params: { board } }}
      aria-label={t('community.more_of', { board: t(`community.boards.${board}`) })}
    >
      <Row gap="xs" minHeight={44}>
        <Text variant="small" tone="muted">
          {t('community.more')}
        </Text>
        <Icon name="forward" color="textBrand" size={18} />
      </Row>
    </Press>
  );
}

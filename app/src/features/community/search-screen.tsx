import { useLocalSearchParams } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useDebounced } from '@/lib/debounce';
import { Stack } from '@/ui/box';
import { ChipGroup } from '@/ui/chip';
import { Fill } from '@/ui/fill';
import { Screen } from '@/ui/screen';
import { SearchField } from '@/ui/search-field';
import { EmptyState } from '@/ui/states';

import { PostList } from './components/post-list';
import { type Board, boards, longestSearch, usePosts } from './queries';

/** Posts that have all the words, on both boards or on one. */
export default function SearchScreen() {
  const { t } = useTranslation();
  const params = useLocalSearchParams<{ q?: string; board?: string }>();
  const [words, setWords] = useState(params.q ?? '');
  const [board, setBoard] = useState<Board | 'all'>(
    boards.find((one) => one === params.board) ?? 'all',
  );
  const q = useDebounced(words.trim(), 300);
  const options = (['all', ...boards] as const).map((code) => ({
    code,
    label: code === 'all' ? t('community.search.all') : t(`community.boards.${code}`),
  }));
  return (
    <Screen title={t('community.search.title')} scroll={false} padding="none" gap="none">
      <Stack gap="s" paddingX="l">
        <SearchField
          autoFocus
          label={t('community.search.label')}
          placeholder={t('community.search.placeholder')}
          maxLength={longestSearch}
          value={words}
          onChange={setWords}
        />
        <ChipGroup
          label={t('community.search.boards')}
          options={options}
          selected={[board]}
          onChange={([chosen]) => setBoard(chosen ?? 'all')}
          max={1}
        />
      </Stack>
      <Fill>
        {q ? (
          <Results q={q} board={board === 'all' ? undefined : board} />
        ) : (
          <EmptyState
            icon="search"
            title={t('community.search.start.title')}
            text={t('community.search.start.text')}
          />
        )}
      </Fill>
    </Screen>
  );
}

function Results({ q, board }: { q: string; board?: Board }) {
  const { t } = useTranslation();
  const posts = usePosts({ q, board });
  return (
    <PostList
      posts={posts}
      label={t('community.search.results')}
      empty={
        <EmptyState
          icon="search"
          title={t('community.search.none.title')}
          text={t('community.search.none.text')}
        />
      }
    />
  );
}

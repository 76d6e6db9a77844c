import { useLocalSearchParams, useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { IconButton } from '@/ui/icon-button';
import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

import { PostList } from './components/post-list';
import { type Board, boards, usePosts } from './queries';

/** All posts of a board, the newest first. */
export default function BoardScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  const { board: named } = useLocalSearchParams<{ board: string }>();
  const board: Board = boards.find((one) => one === named) ?? 'free';
  const posts = usePosts({ board });
  const name = t(`community.boards.${board}`);
  const write = () => router.push({ pathname: '/posts/new', params: { board } });
  return (
    <Screen
      title={name}
      scroll={false}
      padding="none"
      actions={
        <>
          <IconButton
            icon="search"
            label={t('app.search')}
            href={`/boards/search?board=${board}`}
          />
          <IconButton icon="edit" label={t('community.write')} onPress={write} color="textBrand" />
        </>
      }
    >
      <PostList
        posts={posts}
        label={t('community.list', { board: name })}
        empty={
          <EmptyState
            icon="board"
            title={t('community.empty.title')}
            text={t('community.empty.text')}
            action={{ label: t('community.write'), onPress: write }}
          />
        }
      />
    </Screen>
  );
}

import { useTranslation } from 'react-i18next';

import { Screen } from '@/ui/screen';

import { BookmarkRow } from './components/bookmark-row';
import { NothingOfMine } from './components/nothing-of-mine';
import { PostList } from './components/post-list';
import { useMyPosts } from './queries';

/** The posts that the member keeps, each with its text and its translation. */
export default function MyBookmarksScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('community.mine.bookmarks')} scroll={false} padding="none">
      <PostList
        posts={useMyPosts('bookmarks')}
        label={t('community.mine.bookmarks')}
        render={(post) => <BookmarkRow post={post} />}
        empty={
          <NothingOfMine
            icon="bookmark-outline"
            title={t('community.mine.no_bookmarks')}
            text={t('community.mine.no_bookmarks_text')}
          />
        }
      />
    </Screen>
  );
}

import { useTranslation } from 'react-i18next';

import { Screen } from '@/ui/screen';

import { NothingOfMine } from './components/nothing-of-mine';
import { PostList } from './components/post-list';
import { useMyPosts } from './queries';

/** The posts that the member likes. */
export default function MyLikesScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('community.mine.likes')} scroll={false} padding="none">
      <PostList
        posts={useMyPosts('likes')}
        label={t('community.mine.likes')}
        empty={<NothingOfMine icon="heart-outline" title={t('community.mine.no_likes')} />}
      />
    </Screen>
  );
}

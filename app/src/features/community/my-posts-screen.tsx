import { useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

import { PostList } from './components/post-list';
import { useMyPosts } from './queries';

/** What the member wrote, named or anonymous. */
export default function MyPostsScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Screen title={t('community.mine.posts')} scroll={false} padding="none">
      <PostList
        posts={useMyPosts('posts')}
        label={t('community.mine.posts')}
        empty={
          <EmptyState
            icon="board"
            title={t('community.mine.no_posts')}
            action={{ label: t('community.write'), onPress: () => router.push('/posts/new') }}
          />
        }
      />
    </Screen>
  );
}

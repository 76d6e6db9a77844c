import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';

import { List } from '@/ui/list';
import { ErrorState, LoadingState } from '@/ui/states';

import type { PostSummary } from '../queries';
import { PostCard } from './post-card';

type PostListProps = {
  posts: UseInfiniteQueryResult<{ pages: { items: PostSummary[] }[] }>;
  label: string;
  empty: ReactElement;
  render?: (post: PostSummary) => ReactElement;
};

/** A list of posts that goes on as one scrolls, with all its states. */
export function PostList({ posts, label, empty, render }: PostListProps) {
  if (posts.isPending) return <LoadingState />;
  if (posts.isError && !posts.data) {
    return <ErrorState error={posts.error} onRetry={() => void posts.refetch()} />;
  }
  return (
    <List
      items={posts.data.pages.flatMap((page) => page.items)}
      keyOf={(post) => post.id}
      label={label}
      render={render ?? ((post) => <PostCard post={post} />)}
      empty={empty}
      onEnd={() => {
        if (posts.hasNextPage && !posts.isFetchingNextPage) void posts.fetchNextPage();
      }}
      loadingMore={posts.isFetchingNextPage}
      onRefresh={() => void posts.refetch()}
      refreshing={posts.isRefetching}
      gap="s"
    />
  );
}

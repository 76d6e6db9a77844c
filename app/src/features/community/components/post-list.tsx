import type { ComponentProps, ReactElement } from 'react';

import { PagedList } from '@/ui/paged-list';

import type { PostSummary } from '../queries';
import { PostCard } from './post-card';

type PostListProps = {
  posts: ComponentProps<typeof PagedList<PostSummary>>['query'];
  label: string;
  empty: ReactElement;
  render?: (post: PostSummary) => ReactElement;
};

/** A list of posts that goes on as one scrolls. */
export function PostList({ posts, render, ...rest }: PostListProps) {
  return (
    <PagedList
      query={posts}
      keyOf={(post) => post.id}
      render={render ?? ((post) => <PostCard post={post} />)}
      {...rest}
    />
  );
}

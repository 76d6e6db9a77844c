import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import { ApiError } from '@/api/errors';
import { at, paged } from '@/api/paged';
import type { Schema } from '@/api/types';

export type Board = Schema<'Board'>;
export type Post = Schema<'Post'>;
export type PostSummary = Schema<'PostSummary'>;
export type Author = PostSummary['author'];

export const boards = ['tip', 'free'] as const satisfies readonly Board[];

/** Characters of a search. */
export const longestSearch = 100;

const lists = ['community', 'lists'] as const;

export const communityKeys = {
  all: ['community'] as const,
  lists,
  boards: ['community', 'boards'] as const,
  posts: (filters: { board?: Board; q?: string }) => [...lists, 'posts', filters] as const,
  mine: (kind: MyList) => [...lists, kind] as const,
  post: (id: string) => ['community', 'post', id] as const,
  comments: (postId: string) => ['community', 'comments', postId] as const,
  myComments: ['community', 'my-comments'] as const,
};

type Page = { items: PostSummary[]; next_cursor: string | null };

/** Both boards with their three newest posts. */
export function useBoards() {
  return useQuery({
    queryKey: communityKeys.boards,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/boards', { signal })),
  });
}

/** The posts of a board, or those that have all words of `q`. */
export function usePosts(filters: { board?: Board; q?: string }, { enabled = true } = {}) {
  return useInfiniteQuery({
    queryKey: communityKeys.posts(filters),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/posts', {
          params: { query: { ...filters, ...at(pageParam) } },
          signal,
        }),
      ),
    ...paged,
    enabled,
  });
}

const myLists = {
  posts: '/api/v1/me/posts',
  likes: '/api/v1/me/likes',
  bookmarks: '/api/v1/me/bookmarks',
} as const;
export type MyList = keyof typeof myLists;

/** What the member wrote, likes, or has bookmarked. */
export function useMyPosts(kind: MyList) {
  return useInfiniteQuery({
    queryKey: communityKeys.mine(kind),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET(myLists[kind], {
          params: { query: at(pageParam) },
          signal,
        }),
      ),
    ...paged,
  });
}

export function usePost(id: string) {
  return useQuery({
    queryKey: communityKeys.post(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/posts/{post_id}', { params: { path: { post_id: id } }, signal })),
  });
}

export function useCreatePost() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'CreatePost'>) => unwrap(api.POST('/api/v1/posts', { body })),
    onSuccess: (post) => {
      queries.setQueryData<Post>(communityKeys.post(post.id), post);
      return refreshLists(queries);
    },
  });
}

/** An attempt whose answer got lost had arrived after all; what was changed since then is something else. */
export function isRepeatOfAnother(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'idempotency_mismatch';
}

export function useEditPost(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'EditPost'>) =>
      unwrap(api.PATCH('/api/v1/posts/{post_id}', { params: { path: { post_id: id } }, body })),
    onSuccess: (post) => {
      queries.setQueryData<Post>(communityKeys.post(id), post);
      return refreshLists(queries);
    },
  });
}

/** Takes the post from the member's sight: their own is deleted, another's is hidden from them. */
export function useRemovePost(id: string) {
  const queries = useQueryClient();
  const params = { path: { post_id: id } };
  return useMutation({
    mutationFn: (how: 'delete' | 'hide'): Promise<unknown> =>
      how === 'delete'
        ? unwrap(api.DELETE('/api/v1/posts/{post_id}', { params }))
        : unwrap(api.POST('/api/v1/posts/{post_id}/hide', { params })),
    onSuccess: () => {
      dropPost(queries, id);
      void refreshLists(queries);
    },
  });
}

function refreshLists(queries: QueryClient): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: communityKeys.boards }),
    queries.invalidateQueries({ queryKey: communityKeys.lists }),
  ]);
}

function dropPost(queries: QueryClient, id: string): void {
  const without = (items: PostSummary[]) => items.filter((post) => post.id !== id);
  eachList(queries, without);
  queries.removeQueries({ queryKey: communityKeys.post(id) });
}

/** Changes a post wherever it is shown. */
export function patchPost(queries: QueryClient, { id, change }: PostPatch): void {
  eachList(queries, (items) => items.map((post) => (post.id === id ? change(post) : post)));
  queries.setQueryData<Post>(communityKeys.post(id), (post) => post && change(post));
}
type PostPatch = { id: string; change: <Shown extends PostSummary>(post: Shown) => Shown };

function eachList(queries: QueryClient, change: (items: PostSummary[]) => PostSummary[]): void {
  queries.setQueriesData<InfiniteData<Page>>({ queryKey: communityKeys.lists }, (data) =>
    data
      ? { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) }
      : undefined,
  );
  queries.setQueryData<Schema<'Boards'>>(communityKeys.boards, (data) =>
    data
      ? { items: data.items.map((board) => ({ ...board, newest: change(board.newest) })) }
      : undefined,
  );
}

type Mark = 'like' | 'bookmark';

/** Likes or bookmarks a post, or takes it back; it shows at once and goes back when the server refuses. */
export function useMark(mark: Mark, id: string) {
  const queries = useQueryClient();
  const params = { path: { post_id: id } };
  const paths = {
    like: '/api/v1/posts/{post_id}/like',
    bookmark: '/api/v1/posts/{post_id}/bookmark',
  } as const;
  return useMutation({
    mutationFn: (on: boolean): Promise<unknown> =>
      on ? unwrap(api.PUT(paths[mark], { params })) : unwrap(api.DELETE(paths[mark], { params })),
    onMutate: (on) => patchPost(queries, { id, change: marked(mark, on) }),
    onError: (_error, on) => patchPost(queries, { id, change: marked(mark, !on) }),
    onSettled: () =>
      queries.invalidateQueries({
        queryKey: communityKeys.mine(mark === 'like' ? 'likes' : 'bookmarks'),
        refetchType: 'none',
      }),
  });
}

function marked(mark: Mark, on: boolean) {
  const by = on ? 1 : -1;
  return <Shown extends PostSummary>(post: Shown): Shown =>
    mark === 'like'
      ? { ...post, is_liked: on, like_count: Math.max(0, post.like_count + by) }
      : { ...post, is_bookmarked: on };
}

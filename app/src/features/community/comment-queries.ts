import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import { at, paged } from '@/api/paged';
import type { Schema } from '@/api/types';

import { communityKeys, patchPost } from './queries';

export type CommentView = Schema<'CommentView'>;
type Page = Schema<'Page_dife.community.schemas.CommentView_'>;

/** A post's comments, each followed by its replies, the oldest first. */
export function useComments(postId: string) {
  return useInfiniteQuery({
    queryKey: communityKeys.comments(postId),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/posts/{post_id}/comments', {
          params: {
            path: { post_id: postId },
            query: { ...at(pageParam), limit: 50 },
          },
          signal,
        }),
      ),
    ...paged,
  });
}

export function useMyComments() {
  return useInfiniteQuery({
    queryKey: communityKeys.myComments,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/me/comments', {
          params: { query: at(pageParam) },
          signal,
        }),
      ),
    ...paged,
  });
}

export function useCreateComment(postId: string) {
  const queries = useQueryClient();
  const params = { path: { post_id: postId } };
  return useMutation({
    mutationFn: (body: Schema<'CreateComment'>) =>
      unwrap(api.POST('/api/v1/posts/{post_id}/comments', { params, body })),
    onSuccess: () => {
      patchPost(queries, {
        id: postId,
        change: (post) => ({ ...post, comment_count: post.comment_count + 1 }),
      });
      return refreshComments(queries, postId);
    },
  });
}

export function useEditComment(postId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: string }) =>
      unwrap(
        api.PATCH('/api/v1/comments/{comment_id}', {
          params: { path: { comment_id: id } },
          body: { body },
        }),
      ),
    onSuccess: () => refreshComments(queries, postId),
  });
}

export function useDeleteComment(postId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE('/api/v1/comments/{comment_id}', { params: { path: { comment_id: id } } })),
    onSuccess: () => {
      patchPost(queries, {
        id: postId,
        change: (post) => ({ ...post, comment_count: Math.max(0, post.comment_count - 1) }),
      });
      return refreshComments(queries, postId);
    },
  });
}

function refreshComments(queries: QueryClient, postId: string): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: communityKeys.comments(postId) }),
    queries.invalidateQueries({ queryKey: communityKeys.myComments }),
  ]);
}

/** Likes a comment or takes it back; it shows at once and goes back when the server refuses. */
export function useLikeComment({ id, post_id: postId }: CommentView) {
  const queries = useQueryClient();
  const params = { path: { comment_id: id } };
  const show = (on: boolean) =>
    queries.setQueryData<InfiniteData<Page>>(communityKeys.comments(postId), (data) =>
      data
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.map((comment) =>
                comment.id === id ? liked(comment, on) : comment,
              ),
            })),
          }
        : undefined,
    );
  return useMutation({
    mutationFn: (on: boolean): Promise<unknown> =>
      on
        ? unwrap(api.PUT('/api/v1/comments/{comment_id}/like', { params }))
        : unwrap(api.DELETE('/api/v1/comments/{comment_id}/like', { params })),
    onMutate: (on) => void show(on),
    onError: (_error, on) => void show(!on),
  });
}

function liked(comment: CommentView, on: boolean): CommentView {
  const count = Math.max(0, comment.like_count + (on ? 1 : -1));
  return { ...comment, is_liked: on, like_count: count };
}

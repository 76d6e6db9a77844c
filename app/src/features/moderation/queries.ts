import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import { at, paged } from '@/api/paged';
import type { Schema } from '@/api/types';
import { connectKeys, forgetPerson } from '@/features/connect/queries';
import { engine } from '@/realtime';

export const moderationKeys = { blocks: ['moderation', 'blocks'] as const };

export const reportReasons = [
  'hate',
  'abuse',
  'impersonation',
  'other',
] as const satisfies readonly Schema<'ReportReason'>[];

export function useReport() {
  return useMutation({
    mutationFn: (body: Schema<'NewReport'>) => unwrap(api.POST('/api/v1/reports', { body })),
  });
}

export function useBlocks() {
  return useInfiniteQuery({
    queryKey: moderationKeys.blocks,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/blocks', {
          params: { query: at(pageParam) },
          signal,
        }),
      ),
    ...paged,
  });
}

/** Two people hidden from each other: everything that shows people is asked for again. */
export function useBlock() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (memberId: string) =>
      unwrap(api.PUT('/api/v1/blocks/{member_id}', { params: { path: { member_id: memberId } } })),
    onSuccess: (_nothing, memberId) => {
      void queries.invalidateQueries({ queryKey: moderationKeys.blocks });
      void queries.invalidateQueries({ queryKey: ['community'] });
      void queries.invalidateQueries({ queryKey: ['notifications'] });
      forgetPerson(queries, memberId);
      engine().reload();
    },
  });
}

export function useUnblock() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (memberId: string) =>
      unwrap(
        api.DELETE('/api/v1/blocks/{member_id}', { params: { path: { member_id: memberId } } }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: moderationKeys.blocks });
      void queries.invalidateQueries({ queryKey: connectKeys.all });
      engine().reload();
    },
  });
}

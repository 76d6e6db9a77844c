import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import { meKey, useSession } from '@/api/session';
import type { Me, Schema } from '@/api/types';

export const meKeys = {
  me: meKey,
  sessions: ['sessions'] as const,
  choices: ['choices'] as const,
  username: (username: string) => ['username', username] as const,
};

const fetchMe = () => unwrap(api.GET('/api/v1/me'));

/** The caller's own profile; it came with the log-in. */
export function useMeQuery() {
  const signedIn = useSession((session) => session.status === 'signed_in');
  return useQuery({ queryKey: meKeys.me, queryFn: fetchMe, enabled: signedIn });
}

/** For screens behind the gate, where the profile is always there. */
export function useMe(): Me {
  const { data } = useMeQuery();
  if (!data) throw new Error('useMe outside the signed-in part');
  return data;
}

export function useUpdateMe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'MePatch'>) => unwrap(api.PATCH('/api/v1/me', { body })),
    onSuccess: (me) => queries.setQueryData<Me>(meKeys.me, me),
  });
}

export function useChoices() {
  return useQuery({
    queryKey: meKeys.choices,
    queryFn: () => unwrap(api.GET('/api/v1/choices')),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

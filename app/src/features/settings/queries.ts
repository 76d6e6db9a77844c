import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import type { Schema } from '@/api/types';

export const settingsKeys = { sessions: ['settings', 'sessions'] as const };

export function useSessions() {
  return useQuery({
    queryKey: settingsKeys.sessions,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/auth/sessions', { signal })),
  });
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(
        api.DELETE('/api/v1/auth/sessions/{session_id}', { params: { path: { session_id: id } } }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: settingsKeys.sessions }),
  });
}

/** Ends every session but this one. */
export function useEndOtherSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/auth/sessions')),
    onSettled: () => queries.invalidateQueries({ queryKey: settingsKeys.sessions }),
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: Schema<'ChangePassword'>) =>
      unwrap(api.POST('/api/v1/auth/password', { body })),
  });
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import { ApiError } from '@/api/errors';
import { meKey } from '@/api/session';
import type { Me, Schema } from '@/api/types';

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

export function useRequestEmailChange() {
  return useMutation({
    mutationFn: (body: Schema<'EmailChangeRequest'>) =>
      unwrap(api.POST('/api/v1/auth/email', { body })),
  });
}

export function useResendEmailChangeCode() {
  return useMutation({ mutationFn: () => unwrap(api.POST('/api/v1/auth/email/resend')) });
}

export function useConfirmEmailChange() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: confirmEmailChange,
    onSuccess: (me) => {
      queries.setQueryData<Me>(meKey, me);
      // The campus and the verification may be others now, and the other sessions are over.
      void queries.invalidateQueries();
    },
  });
}

/** A code is found used when the answer to it got lost: whether it moved the account, the address tells. */
async function confirmEmailChange({ code, email }: { code: string; email: string }): Promise<Me> {
  try {
    return await unwrap(api.POST('/api/v1/auth/email/confirm', { body: { code } }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'code_expired') throw error;
    const me = await unwrap(api.GET('/api/v1/me'));
    if (me.email !== email.toLowerCase()) throw error;
    return me;
  }
}

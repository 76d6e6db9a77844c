import { useMutation } from '@tanstack/react-query';
import { create } from 'zustand';

import { api, unwrap } from '@/api/client';
import { openSession } from '@/api/session';
import type { Schema } from '@/api/types';

/** The address of a sign-up that waits for its code, to be shown above the code; never part of a URL. */
export const useSignUpEmail = create<{ email: string | null }>(() => ({ email: null }));

export function useSignUp() {
  return useMutation({
    mutationFn: (body: Schema<'SignUpRequest'>) =>
      unwrap(api.POST('/api/v1/auth/sign-up', { body })),
    onSuccess: (_started, { email }) => useSignUpEmail.setState({ email }),
  });
}

export function useVerifyEmail() {
  return useMutation({
    mutationFn: (body: Schema<'VerifyEmail'>) =>
      unwrap(api.POST('/api/v1/auth/verify-email', { body })),
    onSuccess: openSession,
  });
}

export function useResendCode() {
  return useMutation({
    mutationFn: (body: Schema<'ResendCode'>) =>
      unwrap(api.POST('/api/v1/auth/verify-email/resend', { body })),
  });
}

export function useLogin() {
  return useMutation({
    mutationFn: (body: Schema<'Login'>) => unwrap(api.POST('/api/v1/auth/login', { body })),
    onSuccess: openSession,
  });
}

export function useRequestPasswordReset() {
  return useMutation({
    mutationFn: (body: Schema<'PasswordResetRequest'>) =>
      unwrap(api.POST('/api/v1/auth/password-reset', { body })),
  });
}

export function useConfirmPasswordReset() {
  return useMutation({
    mutationFn: (body: Schema<'PasswordResetConfirm'>) =>
      unwrap(api.POST('/api/v1/auth/password-reset/confirm', { body })),
  });
}

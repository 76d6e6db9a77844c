import { QueryClient } from '@tanstack/react-query';

import { backoff } from './backoff';
import { ApiError } from './errors';

const tries = 3;

/** What the server understood and refused is not asked again; a fault or no answer is, three times in all. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (error instanceof ApiError && error.status < 500) return false;
  return failures < tries - 1;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: shouldRetry,
      retryDelay: (failures, error) =>
        backoff(failures, { retryAfter: error instanceof ApiError ? error.retryAfter : undefined }),
      staleTime: 30_000,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

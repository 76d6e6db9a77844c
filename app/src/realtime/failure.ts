import { ApiError } from '@/api/errors';

/**
 * What a failed request means for who made it. `later`: it may or may not have been done, repeating it is safe.
 * `gone`: the room is not there for this member. `refused`: repeating it as it is will not help.
 */
export type Failure =
  | { kind: 'later'; after: number }
  | { kind: 'gone'; code: string }
  | { kind: 'refused'; code: string };

const laterStatuses: ReadonlySet<number> = new Set([401, 408, 425, 429]);

export function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiError)) return { kind: 'later', after: 0 };
  // 401 that survived the transport's own renewal: the session is over, or another tab is just renewing it.
  if (error.status >= 500 || laterStatuses.has(error.status)) {
    return { kind: 'later', after: (error.retryAfter ?? 0) * 1_000 };
  }
  return { kind: error.status === 404 ? 'gone' : 'refused', code: error.code };
}

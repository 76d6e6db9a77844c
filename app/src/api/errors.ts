import type { Schema } from './types';

export type FieldError = { field: string; code: string; message: string };

/** What the server answered: RFC 9457 problem details in the reader's language with a stable `code`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors: readonly FieldError[];
  /** Seconds that the server asks to wait. */
  readonly retryAfter?: number;

  constructor(problem: {
    status: number;
    code: string;
    title: string;
    detail?: string;
    errors?: FieldError[];
    retryAfter?: number;
  }) {
    super(`${problem.status} ${problem.code}`);
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.retryAfter = problem.retryAfter;
  }

  /** The message for one field of a form. */
  fieldMessage(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.message;
  }
}

/** No answer: offline, a dropped connection, or a time-out. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** The picture itself was refused, after its bytes had arrived. */
export class UploadError extends Error {
  override readonly name = 'UploadError';

  constructor(readonly failure: NonNullable<Schema<'MediaState'>['failure']>) {
    super(failure);
  }
}

type Problem = Partial<{ code: string; title: string; detail: string; errors: FieldError[] }>;

export function toApiError(response: Response, body: unknown): ApiError {
  const problem: Problem = typeof body === 'object' && body !== null ? body : {};
  return new ApiError({
    status: response.status,
    code: problem.code ?? `http_${response.status}`,
    title: problem.title ?? '',
    detail: problem.detail,
    errors: problem.errors,
    retryAfter: retryAfterOf(response),
  });
}

export function retryAfterOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

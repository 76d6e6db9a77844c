import type { TFunction } from 'i18next';

import { ApiError, NetworkError, UploadError } from '@/api/errors';

type Description = { title: string; detail?: string };

/** The server already speaks the reader's language; our own words are only for what never reached it. */
export function describeError(error: unknown, t: TFunction): Description {
  if (error instanceof NetworkError) {
    return { title: t('errors.network.title'), detail: t('errors.network.detail') };
  }
  if (error instanceof UploadError) return { title: t(`errors.upload.${error.failure}`) };
  // The server speaks of ids, which people do not know of.
  if (error instanceof ApiError && error.code === 'idempotency_mismatch') {
    return { title: t('errors.arrived.title'), detail: t('errors.arrived.detail') };
  }
  if (error instanceof ApiError && error.title) return { title: error.title, detail: error.detail };
  return { title: t('errors.unknown.title'), detail: t('errors.unknown.detail') };
}

/** One line, for toasts and forms. */
export function errorLine(error: unknown, t: TFunction): string {
  const { title, detail } = describeError(error, t);
  return detail ?? title;
}

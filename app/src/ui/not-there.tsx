import { ApiError } from '@/api/errors';

import type { IconName } from './icon-paths';
import { EmptyState, ErrorState } from './states';

type NotThereProps = {
  error: unknown;
  icon: IconName;
  onRetry: () => void;
  /** Where to go when it is gone, or not to be seen (any more). */
  action: { label: string; onPress: () => void };
};

/** In place of one thing that was asked for by its id. */
export function NotThere({ error, icon, onRetry, action }: NotThereProps) {
  const isGone = error instanceof ApiError && error.status === 404;
  if (!isGone) return <ErrorState error={error} onRetry={onRetry} />;
  return <EmptyState icon={icon} title={error.title} text={error.detail} action={action} />;
}

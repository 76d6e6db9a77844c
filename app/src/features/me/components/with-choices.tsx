import type { ReactNode } from 'react';

import type { Schema } from '@/api/types';
import { ErrorState, LoadingState } from '@/ui/states';

import { useChoices } from '../queries';

/** What is chosen from the server's lists: there once they have come, and asked for again when they did not. */
export function WithChoices({ children }: { children: (choices: Schema<'Choices'>) => ReactNode }) {
  const choices = useChoices();
  if (choices.data) return children(choices.data);
  if (choices.isPending) return <LoadingState />;
  return <ErrorState error={choices.error} onRetry={() => void choices.refetch()} />;
}

import type { ErrorBoundaryProps } from 'expo-router';

import { Box } from '@/ui/box';
import { ErrorState } from '@/ui/states';

/** Catches what a page throws while it is drawn, or when its code cannot be fetched: trying again draws it anew. */
export function ErrorBoundary({ error, retry }: ErrorBoundaryProps) {
  return (
    <Box grow background="page" role="main">
      <ErrorState error={error} onRetry={() => void retry()} />
    </Box>
  );
}

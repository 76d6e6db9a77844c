import type { ErrorBoundaryProps } from 'expo-router';

import { NetworkError } from '@/api/errors';
import { isLostScript, reloadPage } from '@/lib/page-scripts';
import { Box } from '@/ui/box';
import { ErrorState } from '@/ui/states';

/** Catches what a page throws while it is drawn, or when its code cannot be fetched: trying again draws it anew. */
export function ErrorBoundary({ error, retry }: ErrorBoundaryProps) {
  const isLost = isLostScript(error);
  return (
    <Box grow background="page" role="main">
      <ErrorState
        error={isLost ? new NetworkError('no script', { cause: error }) : error}
        onRetry={isLost ? reloadPage : () => void retry()}
      />
    </Box>
  );
}

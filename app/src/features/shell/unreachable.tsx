import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { Box } from '@/ui/box';
import { EmptyState, ErrorState } from '@/ui/states';

const retryEvery = 10_000;

/** Somebody is logged in here, and the server does not answer: nothing is thrown away, it is only tried again. */
export function Unreachable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    const timer = setInterval(onRetry, retryEvery);
    return () => clearInterval(timer);
  }, [onRetry]);
  return (
    <Box grow background="page" role="main">
      {error ? (
        <ErrorState error={error} onRetry={onRetry} />
      ) : (
        <EmptyState
          icon="warning"
          title={t('app.unreachable.title')}
          text={t('app.unreachable.text')}
          action={{ label: t('app.retry'), onPress: onRetry }}
        />
      )}
    </Box>
  );
}

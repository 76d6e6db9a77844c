import { useTranslation } from 'react-i18next';

import { Box } from '@/ui/box';
import { EmptyState, ErrorState } from '@/ui/states';

/** Somebody is logged in here, and the server does not answer: nothing is thrown away, it is only tried again. */
export function Unreachable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
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

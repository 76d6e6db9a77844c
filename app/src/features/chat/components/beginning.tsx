import { useTranslation } from 'react-i18next';

import { LoadingState } from '@/ui/states';
import { Text } from '@/ui/text';

/** What stands above the oldest line. */
export function Beginning({ hasOlder }: { hasOlder: boolean }) {
  const { t } = useTranslation();
  if (hasOlder) return <LoadingState />;
  return (
    <Text variant="small" tone="muted" align="center">
      {t('chat.beginning')}
    </Text>
  );
}

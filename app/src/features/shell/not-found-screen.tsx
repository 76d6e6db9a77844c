import { useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

export default function NotFoundScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Screen title={t('app.not_found.title')}>
      <EmptyState
        icon="search"
        title={t('app.not_found.title')}
        text={t('app.not_found.text')}
        action={{ label: t('app.not_found.home'), onPress: () => router.replace('/') }}
      />
    </Screen>
  );
}

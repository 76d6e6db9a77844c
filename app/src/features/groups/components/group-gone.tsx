import { useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

/** A group that was closed, or is not for this member to see. */
export function GroupGone() {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Screen title={t('groups.gone.title')}>
      <EmptyState
        icon="people"
        title={t('groups.gone.title')}
        text={t('groups.gone.text')}
        action={{ label: t('groups.gone.back'), onPress: () => router.replace('/groups') }}
      />
    </Screen>
  );
}

import { useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import type { IconName } from '@/ui/icon-paths';
import { EmptyState } from '@/ui/states';

type NothingOfMineProps = { icon: IconName; title: string; text?: string };

/** Stands in place of the member's own marks and comments; the boards have something to begin with. */
export function NothingOfMine(props: NothingOfMineProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const browse = {
    label: t('community.mine.browse'),
    onPress: () => router.navigate('/community'),
  };
  return <EmptyState {...props} action={browse} />;
}

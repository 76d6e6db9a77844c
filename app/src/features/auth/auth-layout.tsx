import { Stack } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { pageLayout } from '@/features/shell/page-boundary';
import { BrandPanes } from '@/ui/brand-panes';

/** Whoever is not logged in begins with the first of these. */
export default function AuthLayout() {
  const { t } = useTranslation();
  return (
    <BrandPanes tagline={t('app.tagline')}>
      <Stack screenOptions={{ headerShown: false }} screenLayout={pageLayout}>
        <Stack.Screen name="welcome" />
      </Stack>
    </BrandPanes>
  );
}

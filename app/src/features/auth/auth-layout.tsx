import { Stack } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { BrandPanes } from '@/ui/brand-panes';

/** Whoever is not logged in begins with the first of these. */
export default function AuthLayout() {
  const { t } = useTranslation();
  return (
    <BrandPanes tagline={t('app.tagline')}>
      <Stack screenOptions={{ headerShown: false }}>
        <Stack.Screen name="welcome" />
      </Stack>
    </BrandPanes>
  );
}

import { Stack } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import { pageLayout } from '@/features/shell/page-boundary';
import { BrandPanes } from '@/ui/brand-panes';

import { steps, stepToGoOn } from './steps';

/** The steps in their order, which is not the alphabet's; whoever left in the middle goes on there. */
export default function OnboardingLayout() {
  const { t } = useTranslation();
  const me = useMe();
  const [first] = useState(() => stepToGoOn(me));
  return (
    <BrandPanes tagline={t('app.tagline')}>
      <Stack
        initialRouteName={first}
        screenOptions={{ headerShown: false }}
        screenLayout={pageLayout}
      >
        {steps.map((step) => (
          <Stack.Screen key={step} name={step} />
        ))}
      </Stack>
    </BrandPanes>
  );
}

import { useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import { Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Curve, Logo } from '@/ui/logo';
import { Screen } from '@/ui/screen';
import { Steps } from '@/ui/steps';
import { Heading, Text } from '@/ui/text';

import { closeOnboarding } from './progress';
import { steps } from './steps';

export default function DoneScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  const me = useMe();
  const begin = () => {
    closeOnboarding();
    router.replace('/');
  };
  return (
    <Screen
      title={t('onboarding.done.title')}
      header="none"
      width="form"
      footer={<Button label={t('onboarding.done.start')} onPress={begin} />}
    >
      <Steps
        label={t('onboarding.progress', { current: steps.length, total: steps.length })}
        current={steps.length}
        total={steps.length}
      />
      <Stack grow align="center" justify="center" gap="l">
        <Curve color="tabActive" />
        <Logo height={56} />
        <Heading level={1} align="center">
          {t('onboarding.done.greeting', { name: me.username ?? '' })}
        </Heading>
        <Text tone="muted" align="center">
          {t('onboarding.done.text')}
        </Text>
      </Stack>
    </Screen>
  );
}

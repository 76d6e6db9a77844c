import { type Href, useRouter } from 'expo-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useUpdateMe } from '@/features/me/queries';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';
import { Screen } from '@/ui/screen';
import { Steps } from '@/ui/steps';
import { Text } from '@/ui/text';

import { openOnboarding } from '../progress';
import { type Step, steps } from '../steps';

type StepScreenProps = {
  step: Exclude<Step, 'done'>;
  children: ReactNode;
  /** What this step saves; null while it is not complete. */
  patch: Schema<'MePatch'> | null;
  /** Something that belongs to this step is still on its way. */
  busy?: boolean;
};

/** One page of the onboarding: it saves its own part, so nobody types twice after an interruption. */
export function StepScreen({ step, children, patch, busy }: StepScreenProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const save = useUpdateMe();
  const index = steps.indexOf(step);
  const next = `/onboarding/${steps[index + 1]}` as Href;
  const send = () => {
    if (!patch) return;
    openOnboarding();
    save.mutate(patch, { onSuccess: () => router.push(next) });
  };
  return (
    <Screen
      title={t(`onboarding.${step}.title`)}
      header={index === 0 ? 'plain' : 'back'}
      width="form"
      footer={
        <Button
          label={t('app.next')}
          disabled={!patch}
          busy={busy || save.isPending}
          onPress={send}
        />
      }
    >
      <Steps
        label={t('onboarding.progress', { current: index + 1, total: steps.length })}
        current={index + 1}
        total={steps.length}
      />
      <Text tone="muted">{t(`onboarding.${step}.text`)}</Text>
      {children}
      <FormError error={save.error} />
    </Screen>
  );
}

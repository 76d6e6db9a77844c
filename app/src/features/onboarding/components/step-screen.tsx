import { type Href, useRouter } from 'expo-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useMe, useUpdateMe } from '@/features/me/queries';
import { useSubmit } from '@/lib/submit';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';
import { Screen } from '@/ui/screen';
import { Steps } from '@/ui/steps';
import { Text } from '@/ui/text';

import { openOnboarding } from '../progress';
import { type Step, stepBefore, steps } from '../steps';
import { LogOutButton } from './log-out-button';

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
  const { id } = useMe();
  const save = useUpdateMe();
  // What went wrong stands at the end of the form.
  const { submit, isBusy } = useSubmit({ onError: () => {}, leads: true });
  const index = steps.indexOf(step);
  const pageOf = (name: Step | undefined) => `/onboarding/${name}` as Href;
  const send = () => {
    if (!patch) return;
    openOnboarding(id);
    submit(
      () => save.mutateAsync(patch),
      () => router.push(pageOf(steps[index + 1])),
    );
  };
  return (
    <Screen
      title={t(`onboarding.${step}.title`)}
      header={index === 0 ? 'plain' : 'back'}
      backTo={pageOf(stepBefore(step))}
      actions={<LogOutButton />}
      width="form"
      footer={
        <Button label={t('app.next')} disabled={!patch} busy={busy || isBusy} onPress={send} />
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

import { useLocalSearchParams, useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useCountdown } from '@/lib/countdown';
import { useSubmit } from '@/lib/submit';
import { isCode } from '@/lib/validation';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/states';
import { useTellError } from '@/ui/tell-error';
import { showToast } from '@/ui/toast';

import { AuthScreen } from './components/auth-screen';
import { CodeField } from './components/code-field';
import { useResendCode, useSignUpEmail, useVerifyEmail } from './queries';

const resendAfter = 60_000;

export default function VerifyEmailScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  const { id } = useLocalSearchParams<{ id?: string }>();
  const email = useSignUpEmail((pending) => pending.email);
  const text = email ? t('auth.verify.text', { email }) : t('auth.verify.text_without_email');
  const verify = useVerifyEmail();
  // What went wrong stands below the code.
  const { submit, isBusy } = useSubmit({ onError: () => {}, leads: true });
  const [code, setCode] = useState('');
  const [attempted, setAttempted] = useState(false);
  if (!id) {
    const again = { label: t('auth.sign_up.title'), onPress: () => router.replace('/sign-up') };
    return <EmptyState icon="warning" title={t('auth.verify.lost')} action={again} />;
  }
  const send = () => {
    setAttempted(true);
    if (isCode(code)) submit(() => verify.mutateAsync({ sign_up_id: id, code }));
  };
  return (
    <AuthScreen
      title={t('auth.verify.title')}
      text={text}
      error={verify.error}
      fields={
        <CodeField
          value={code}
          onChange={setCode}
          onSubmit={send}
          error={attempted && !isCode(code) ? t('auth.code_invalid') : undefined}
        />
      }
    >
      <Button label={t('auth.verify.send')} busy={isBusy} onPress={send} />
      <ResendButton signUpId={id} />
    </AuthScreen>
  );
}

/** A code just went out, so the next one can be asked for in a minute. */
function ResendButton({ signUpId }: { signUpId: string }) {
  const { t } = useTranslation();
  const resend = useResendCode();
  const [until, setUntil] = useState(() => Date.now() + resendAfter);
  const left = useCountdown(until);
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const send = () =>
    submit(
      () => resend.mutateAsync({ sign_up_id: signUpId }),
      () => {
        setUntil(Date.now() + resendAfter);
        showToast(t('auth.verify.resent'));
      },
    );
  return (
    <Button
      kind="quiet"
      compact
      label={left > 0 ? t('auth.verify.resend_in', { seconds: left }) : t('auth.verify.resend')}
      disabled={left > 0}
      busy={isBusy}
      onPress={send}
    />
  );
}

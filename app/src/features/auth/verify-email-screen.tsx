import { useLocalSearchParams, useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useSubmit } from '@/lib/submit';
import { isCode } from '@/lib/validation';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/states';

import { AuthScreen } from './components/auth-screen';
import { CodeField } from './components/code-field';
import { ResendButton } from './components/resend-button';
import { useResendCode, useSignUpEmail, useVerifyEmail } from './queries';

export default function VerifyEmailScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  const { id } = useLocalSearchParams<{ id?: string }>();
  const email = useSignUpEmail((pending) => pending.email);
  const text = email ? t('auth.verify.text', { email }) : t('auth.verify.text_without_email');
  const verify = useVerifyEmail();
  const resend = useResendCode();
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
      <ResendButton resend={() => resend.mutateAsync({ sign_up_id: id })} />
    </AuthScreen>
  );
}

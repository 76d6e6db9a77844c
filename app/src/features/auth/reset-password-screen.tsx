import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useForm } from '@/lib/form';
import { isCode, isEmail, isPassword, limits } from '@/lib/validation';
import { Button } from '@/ui/button';
import { PasswordField } from '@/ui/password-field';
import { showToast } from '@/ui/toast';

import { AuthScreen } from './components/auth-screen';
import { EmailField } from './components/email-field';
import { CodeField } from './components/code-field';
import { useConfirmPasswordReset, useRequestPasswordReset } from './queries';

/** First the address, then the code that was mailed to it together with the new password. */
export default function ResetPasswordScreen() {
  const [email, setEmail] = useState<string | null>(null);
  return email === null ? <AskForCode onSent={setEmail} /> : <SetPassword email={email} />;
}

function AskForCode({ onSent }: { onSent: (email: string) => void }) {
  const { t } = useTranslation();
  const request = useRequestPasswordReset();
  const form = useForm({
    initial: { email: '' },
    check: ({ email }) => ({ email: isEmail(email) ? undefined : t('auth.email_invalid') }),
  });
  const send = () =>
    form.submit(
      ({ email }) => request.mutateAsync({ email: email.trim() }),
      () => onSent(form.values.email.trim()),
    );
  return (
    <AuthScreen
      title={t('auth.reset.title')}
      text={t('auth.reset.text')}
      error={request.error}
      names={form.names}
      fields={<EmailField {...form.field('email')} onSubmitEditing={send} />}
    >
      <Button label={t('auth.reset.send')} busy={form.isBusy} onPress={send} />
    </AuthScreen>
  );
}

function SetPassword({ email }: { email: string }) {
  const { t } = useTranslation();
  const router = useRouter();
  const confirm = useConfirmPasswordReset();
  const form = useForm({
    initial: { code: '', new_password: '' },
    check: ({ code, new_password: password }) => ({
      code: isCode(code) ? undefined : t('auth.code_invalid'),
      new_password: isPassword(password)
        ? undefined
        : t('auth.password_short', { min: limits.passwordMin }),
    }),
  });
  const done = () => {
    showToast(t('auth.reset.done'));
    router.replace('/login');
  };
  const send = () => form.submit((values) => confirm.mutateAsync({ email, ...values }), done);
  const { onChangeText, ...code } = form.field('code');
  return (
    <AuthScreen
      title={t('auth.reset.title')}
      text={t('auth.reset.code_text', { email })}
      error={confirm.error}
      names={form.names}
      fields={
        <>
          <CodeField {...code} value={form.values.code} onChange={onChangeText} onSubmit={send} />
          <PasswordField
            {...form.field('new_password')}
            label={t('auth.new_password')}
            autoComplete="new-password"
            onSubmitEditing={send}
          />
        </>
      }
    >
      <Button label={t('auth.reset.confirm')} busy={form.isBusy} onPress={send} />
    </AuthScreen>
  );
}

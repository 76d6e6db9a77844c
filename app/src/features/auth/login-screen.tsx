import { useTranslation } from 'react-i18next';

import { useForm } from '@/lib/form';
import { isEmail } from '@/lib/validation';
import { Button } from '@/ui/button';
import { PasswordField } from '@/ui/password-field';

import { AuthScreen } from './components/auth-screen';
import { EmailField } from './components/email-field';
import { useLogin } from './queries';

export default function LoginScreen() {
  const { t } = useTranslation();
  const login = useLogin();
  const form = useForm({
    initial: { email: '', password: '' },
    check: ({ email, password }) => ({
      email: isEmail(email) ? undefined : t('auth.email_invalid'),
      password: password ? undefined : t('auth.password_empty'),
    }),
  });
  const send = () =>
    form.submit(({ email, password }) => login.mutateAsync({ email: email.trim(), password }));
  return (
    <AuthScreen
      title={t('auth.login.title')}
      error={login.error}
      names={form.names}
      fields={
        <>
          <EmailField {...form.field('email')} onSubmitEditing={send} />
          <PasswordField
            {...form.field('password')}
            label={t('auth.password')}
            autoComplete="current-password"
            onSubmitEditing={send}
          />
        </>
      }
    >
      <Button label={t('auth.login.send')} busy={form.isBusy} onPress={send} />
      <Button kind="quiet" compact label={t('auth.login.forgot')} href="/reset-password" />
      <Button kind="quiet" compact label={t('auth.login.to_sign_up')} href="/sign-up" replace />
    </AuthScreen>
  );
}

import { useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { currentLanguage } from '@/i18n/i18n';
import { useForm } from '@/lib/form';
import { isEmail, isPassword, limits } from '@/lib/validation';
import { Button } from '@/ui/button';
import { PasswordField } from '@/ui/password-field';

import { AuthScreen } from './components/auth-screen';
import { EmailField } from './components/email-field';
import { useSignUp } from './queries';

export default function SignUpScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  const signUp = useSignUp();
  const form = useForm({
    initial: { email: '', password: '' },
    check: ({ email, password }) => ({
      email: isEmail(email) ? undefined : t('auth.email_invalid'),
      password: isPassword(password)
        ? undefined
        : t('auth.password_short', { min: limits.passwordMin }),
    }),
  });
  const send = () =>
    form.submit(
      ({ email, password }) =>
        signUp.mutateAsync({ email: email.trim(), password, locale: currentLanguage() }),
      ({ sign_up_id }) => router.push({ pathname: '/verify-email', params: { id: sign_up_id } }),
    );
  return (
    <AuthScreen
      title={t('auth.sign_up.title')}
      text={t('auth.sign_up.text')}
      error={signUp.error}
      names={form.names}
      fields={
        <>
          <EmailField
            {...form.field('email')}
            hint={t('auth.sign_up.email_hint')}
            onSubmitEditing={send}
          />
          <PasswordField
            {...form.field('password')}
            label={t('auth.password')}
            hint={t('auth.password_short', { min: limits.passwordMin })}
            autoComplete="new-password"
            onSubmitEditing={send}
          />
        </>
      }
    >
      <Button label={t('auth.sign_up.send')} busy={form.isBusy} onPress={send} />
      <Button kind="quiet" compact label={t('auth.sign_up.to_login')} href="/login" replace />
    </AuthScreen>
  );
}

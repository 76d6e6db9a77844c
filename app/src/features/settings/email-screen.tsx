import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { AuthScreen } from '@/features/auth/components/auth-screen';
import { CodeField } from '@/features/auth/components/code-field';
import { EmailField } from '@/features/auth/components/email-field';
import { ResendButton } from '@/features/auth/components/resend-button';
import { useMe } from '@/features/me/queries';
import { useForm } from '@/lib/form';
import { useGoBack } from '@/lib/go-back';
import { isCode, isEmail } from '@/lib/validation';
import { Button } from '@/ui/button';
import { PasswordField } from '@/ui/password-field';
import { showToast } from '@/ui/toast';

import { useConfirmEmailChange, useRequestEmailChange, useResendEmailChangeCode } from './queries';

/** First the new address with the password, then the code that was mailed there. */
export default function EmailScreen() {
  const [email, setEmail] = useState<string | null>(null);
  if (email === null) return <AskForCode onSent={setEmail} />;
  return <Confirm email={email} onOther={() => setEmail(null)} />;
}

function AskForCode({ onSent }: { onSent: (email: string) => void }) {
  const { t } = useTranslation();
  const { email: present } = useMe();
  const request = useRequestEmailChange();
  const form = useForm({
    initial: { email: '', password: '' },
    check: ({ email, password }) => ({
      email: isEmail(email) ? undefined : t('auth.email_invalid'),
      password: password ? undefined : t('auth.password_empty'),
    }),
  });
  const send = () =>
    form.submit(
      ({ email, password }) => request.mutateAsync({ email: email.trim(), password }),
      () => onSent(form.values.email.trim()),
    );
  return (
    <AuthScreen
      title={t('members.settings.email')}
      text={t('members.settings.email_hint', { email: present })}
      error={request.error}
      names={form.names}
      fields={
        <>
          <EmailField {...form.field('email')} label={t('members.settings.email_new')} />
          <PasswordField
            {...form.field('password')}
            label={t('auth.old_password')}
            autoComplete="current-password"
            onSubmitEditing={send}
          />
        </>
      }
    >
      <Button label={t('auth.sign_up.send')} busy={form.isBusy} onPress={send} />
    </AuthScreen>
  );
}

function Confirm({ email, onOther }: { email: string; onOther: () => void }) {
  const { t } = useTranslation();
  const goBack = useGoBack('/settings');
  const confirm = useConfirmEmailChange();
  const resend = useResendEmailChangeCode();
  const form = useForm({
    initial: { code: '' },
    check: ({ code }) => ({ code: isCode(code) ? undefined : t('auth.code_invalid') }),
  });
  const done = () => {
    showToast(t('members.settings.email_changed'));
    goBack();
  };
  const send = () => form.submit(({ code }) => confirm.mutateAsync({ code, email }), done);
  const { onChangeText, ...code } = form.field('code');
  return (
    <AuthScreen
      title={t('members.settings.email')}
      text={t('members.settings.email_code_text', { email })}
      error={confirm.error}
      names={form.names}
      fields={<CodeField {...code} onChange={onChangeText} onSubmit={send} />}
    >
      <Button label={t('auth.verify.send')} busy={form.isBusy} onPress={send} />
      <ResendButton resend={() => resend.mutateAsync()} />
      <Button
        kind="quiet"
        compact
        label={t('members.settings.email_another')}
        disabled={form.isBusy}
        onPress={onOther}
      />
    </AuthScreen>
  );
}

import { useTranslation } from 'react-i18next';

import { useForm } from '@/lib/form';
import { useGoBack } from '@/lib/go-back';
import { isPassword, limits } from '@/lib/validation';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';
import { PasswordField } from '@/ui/password-field';
import { Screen } from '@/ui/screen';
import { Text } from '@/ui/text';
import { showToast } from '@/ui/toast';

import { useChangePassword } from './queries';

export default function PasswordScreen() {
  const { t } = useTranslation();
  const goBack = useGoBack('/settings');
  const change = useChangePassword();
  const form = useForm({
    initial: { old: '', new: '' },
    check: (values) => ({
      old: values.old ? undefined : t('auth.password_empty'),
      new: isPassword(values.new)
        ? undefined
        : t('auth.password_short', { min: limits.passwordMin }),
    }),
  });
  const done = () => {
    showToast(t('members.settings.password_changed'));
    goBack();
  };
  const send = () => form.submit((values) => change.mutateAsync(values), done);
  return (
    <Screen title={t('members.settings.password')} width="form">
      <Text tone="muted">{t('members.settings.password_hint')}</Text>
      <PasswordField
        {...form.field('old')}
        label={t('auth.old_password')}
        autoComplete="current-password"
      />
      <PasswordField
        {...form.field('new')}
        label={t('auth.new_password')}
        autoComplete="new-password"
        onSubmitEditing={send}
      />
      <FormError error={change.error} names={form.names} />
      <Button label={t('app.save')} busy={form.isBusy} onPress={send} />
    </Screen>
  );
}

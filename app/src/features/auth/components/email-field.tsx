import { useTranslation } from 'react-i18next';

import { TextField, type TextFieldProps } from '@/ui/text-field';

/** A mail address, with the hints that keyboards and password managers want. */
export function EmailField(props: Omit<TextFieldProps, 'label'>) {
  const { t } = useTranslation();
  return (
    <TextField
      {...props}
      label={t('auth.email')}
      autoCapitalize="none"
      autoCorrect={false}
      autoComplete="email"
      inputMode="email"
      autoFocus
    />
  );
}

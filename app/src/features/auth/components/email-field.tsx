import { useTranslation } from 'react-i18next';

import { TextField, type TextFieldProps } from '@/ui/text-field';

/** A mail address, with the hints that keyboards and password managers want. */
export function EmailField({
  label,
  ...props
}: Omit<TextFieldProps, 'label'> & { label?: string }) {
  const { t } = useTranslation();
  return (
    <TextField
      {...props}
      label={label ?? t('auth.email')}
      autoCapitalize="none"
      autoCorrect={false}
      autoComplete="email"
      inputMode="email"
      autoFocus
    />
  );
}

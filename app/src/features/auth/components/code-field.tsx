import { useTranslation } from 'react-i18next';

import { toCode } from '@/lib/validation';
import { TextField } from '@/ui/text-field';

type CodeFieldProps = {
  value: string;
  onChange: (code: string) => void;
  error?: string;
  onSubmit: () => void;
};

/** One field for all six digits, so that pasting and the phone's suggestion from the mail work. */
export function CodeField({ value, onChange, error, onSubmit }: CodeFieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('auth.code')}
      value={value}
      onChangeText={(text) => onChange(toCode(text))}
      error={error}
      inputMode="numeric"
      autoComplete="one-time-code"
      onSubmitEditing={onSubmit}
      spread
      autoFocus
    />
  );
}

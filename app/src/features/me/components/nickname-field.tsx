import { useTranslation } from 'react-i18next';

import { limits } from '@/lib/validation';
import { TextField } from '@/ui/text-field';

import type { NicknameState } from '../nickname-state';

type NicknameFieldProps = {
  value: string;
  state: NicknameState;
  onChange: (value: string) => void;
  onSubmit?: () => void;
};

/** Says while the person types whether the nickname can be had. */
export function NicknameField({ value, state, onChange, onSubmit }: NicknameFieldProps) {
  const { t } = useTranslation();
  const bad = state === 'taken' || state === 'invalid' || state === 'too_long';
  const note = state === 'empty' ? t('members.nickname.hint') : t(`members.nickname.${state}`);
  return (
    <TextField
      label={t('members.nickname.label')}
      value={value}
      onChangeText={onChange}
      onSubmitEditing={onSubmit}
      limit={limits.username}
      error={bad ? note : undefined}
      hint={bad ? undefined : note}
      autoComplete="off"
      autoCorrect={false}
    />
  );
}

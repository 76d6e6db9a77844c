import { useTranslation } from 'react-i18next';

import { lengthOf, limits } from '@/lib/validation';
import { TextField } from '@/ui/text-field';

export function BioField({ value, onChange }: { value: string; onChange: (bio: string) => void }) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('members.bio.label')}
      placeholder={t('members.bio.placeholder')}
      value={value}
      onChangeText={onChange}
      lines={3}
      limit={limits.bio}
      error={
        lengthOf(value) > limits.bio ? t('members.bio.too_long', { max: limits.bio }) : undefined
      }
    />
  );
}

import { useTranslation } from 'react-i18next';

import { IconButton } from '@/ui/icon-button';
import { TextField } from '@/ui/text-field';

type SearchFieldProps = {
  value: string;
  onChange: (value: string) => void;
  onSubmit?: () => void;
  autoFocus?: boolean;
};

/** Where words to find are written. */
export function SearchField({ value, onChange, onSubmit, autoFocus }: SearchFieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('community.search.label')}
      labelHidden
      placeholder={t('community.search.placeholder')}
      role="searchbox"
      inputMode="search"
      returnKeyType="search"
      maxLength={100}
      autoFocus={autoFocus}
      value={value}
      onChangeText={onChange}
      onSubmitEditing={onSubmit}
      trailing={
        value ? (
          <IconButton
            icon="close"
            label={t('community.search.clear')}
            onPress={() => onChange('')}
          />
        ) : (
          <IconButton icon="search" label={t('app.search')} onPress={onSubmit} color="textBrand" />
        )
      }
    />
  );
}

import { useTranslation } from 'react-i18next';

import { IconButton } from './icon-button';
import { TextField, type TextFieldProps } from './text-field';

type SearchFieldProps = Pick<TextFieldProps, 'autoFocus' | 'maxLength'> & {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  /** For a field that leads to another page; elsewhere what is found changes with each letter. */
  onSubmit?: () => void;
};

/** Where words to find are written. */
export function SearchField({ label, value, onChange, onSubmit, ...rest }: SearchFieldProps) {
  const { t } = useTranslation();
  const clear = (
    <IconButton icon="close" label={t('app.clear_search')} onPress={() => onChange('')} />
  );
  const search = (
    <IconButton icon="search" color="textBrand" label={t('app.search')} onPress={onSubmit} />
  );
  return (
    <TextField
      {...rest}
      label={label}
      labelHidden
      role="searchbox"
      inputMode="search"
      returnKeyType="search"
      autoCapitalize="none"
      autoCorrect={false}
      value={value}
      onChangeText={onChange}
      onSubmitEditing={onSubmit}
      trailing={
        <>
          {value ? clear : null}
          {onSubmit ? search : null}
        </>
      }
    />
  );
}

import { useTranslation } from 'react-i18next';

import { type Language, languageNames, languages } from '@/i18n/languages';

import { Box } from './box';
import { Icon } from './icon';
import { ListRow } from './list-row';

type LanguageListProps = {
  value: Language;
  disabled?: boolean;
  onChoose: (language: Language) => void;
};

/** The five languages of the interface, each in its own words. */
export function LanguageList({ value, disabled, onChoose }: LanguageListProps) {
  const { t } = useTranslation();
  return (
    <Box role="radiogroup" aria-label={t('app.language')}>
      {languages.map((language) => (
        <ListRow
          key={language}
          role="radio"
          aria-checked={language === value}
          title={languageNames[language]}
          lang={language}
          disabled={disabled}
          trailing={language === value ? <Icon name="check" color="textBrand" /> : null}
          onPress={() => onChoose(language)}
        />
      ))}
    </Box>
  );
}

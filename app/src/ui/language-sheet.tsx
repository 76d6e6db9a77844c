import { useTranslation } from 'react-i18next';

import { changeLanguage, currentLanguage } from '@/i18n/i18n';
import { type Language, languageNames, languages } from '@/i18n/languages';

import { Box } from './box';
import { Sheet } from './dialog';
import { Icon } from './icon';
import { ListRow } from './list-row';

type LanguageSheetProps = {
  open: boolean;
  onClose: () => void;
  onChosen?: (language: Language) => void;
};

/** The five languages of the interface, each in its own words. */
export function LanguageSheet({ open, onClose, onChosen }: LanguageSheetProps) {
  const { t } = useTranslation();
  const choose = (language: Language) => {
    onClose();
    void changeLanguage(language).then(() => onChosen?.(language));
  };
  return (
    <Sheet.Root open={open} onClose={onClose}>
      <Sheet.Title onClose={onClose}>{t('app.language')}</Sheet.Title>
      <Box role="radiogroup" aria-label={t('app.language')}>
        {languages.map((language) => (
          <ListRow
            key={language}
            role="radio"
            aria-checked={language === currentLanguage()}
            title={languageNames[language]}
            lang={language}
            trailing={
              language === currentLanguage() ? <Icon name="check" color="textBrand" /> : null
            }
            onPress={() => choose(language)}
          />
        ))}
      </Box>
    </Sheet.Root>
  );
}

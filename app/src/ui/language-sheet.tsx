import { useTranslation } from 'react-i18next';

import { changeLanguage, currentLanguage } from '@/i18n/i18n';
import type { Language } from '@/i18n/languages';

import { Sheet } from './dialog';
import { LanguageList } from './language-list';
import { useTellError } from './tell-error';

/** Changes the language of this device, for those who have no account yet. */
export function LanguageSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const tellError = useTellError();
  const choose = (language: Language) => {
    onClose();
    changeLanguage(language).catch(tellError);
  };
  return (
    <Sheet.Root open={open} onClose={onClose}>
      <Sheet.Title onClose={onClose}>{t('app.language')}</Sheet.Title>
      <LanguageList value={currentLanguage()} onChoose={choose} />
    </Sheet.Root>
  );
}

import { useTranslation } from 'react-i18next';

import type { Schema, SpokenLanguage } from '@/api/types';
import { currentLanguage } from '@/i18n/i18n';
import { useLabels } from '@/i18n/labels';

export type Reason = Schema<'Reason'>;

/** Inside a sentence, Spanish writes the names of languages small. */
const writesSmall: readonly string[] = ['es'];

/** Why two people may get on, in a sentence. */
export function useReasonSentence() {
  const { t } = useTranslation();
  const labels = useLabels();
  const inSentence = (code: SpokenLanguage) => {
    const name = labels.language(code);
    const language = currentLanguage();
    return writesSmall.includes(language) ? name.toLocaleLowerCase(language) : name;
  };
  return ({ kind, language, hobby }: Reason): string => {
    if (kind === 'shared_hobby' && hobby) return t(`connect.reasons.shared_hobby.${hobby}`);
    if (kind === 'speaks_what_you_learn' && language)
      return t('connect.reasons.speaks_what_you_learn', { language: inSentence(language) });
    if (kind === 'learns_what_you_speak' && language)
      return t('connect.reasons.learns_what_you_speak', { language: inSentence(language) });
    return t('connect.reasons.same_campus');
  };
}

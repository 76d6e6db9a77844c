import { useTranslation } from 'react-i18next';

import type { Hobby, LanguageLevel, Mbti, Purpose, Schema, SpokenLanguage } from '@/api/types';

import { countryNames } from './country-names';
import { currentLanguage } from './i18n';

/** The words for the server's codes, in the language of the interface. */
export function useLabels() {
  const { t } = useTranslation();
  return {
    hobby: (code: Hobby) => t(`choices.hobby.${code}`),
    language: (code: SpokenLanguage) => t(`choices.language.${code}`),
    purpose: (code: Purpose) => t(`choices.purpose.${code}`),
    level: (code: LanguageLevel) => t(`choices.level.${code}`),
    mbti: (code: Mbti | null) => code ?? t('choices.mbti_none'),
    reportReason: (code: Schema<'ReportReason'>) => t(`choices.report_reason.${code}`),
    country: (code: string) => countryNames(currentLanguage())(code),
  };
}

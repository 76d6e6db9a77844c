import { useTranslation } from 'react-i18next';

import type { Mbti } from '@/api/types';
import { useLabels } from '@/i18n/labels';
import { ChipGroup } from '@/ui/chip';

import { WithChoices } from './with-choices';

type MbtiFieldProps = { value: Mbti | null; onChange: (mbti: Mbti | null) => void };

const none = 'none';

/** One of the sixteen, or none. */
export function MbtiField({ value, onChange }: MbtiFieldProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const optionsOf = (codes: readonly Mbti[]): { code: Mbti | typeof none; label: string }[] => [
    ...codes.map((code) => ({ code, label: code })),
    { code: none, label: labels.mbti(null) },
  ];
  return (
    <WithChoices>
      {({ mbti }) => (
        <ChipGroup
          label={t('members.mbti.label')}
          options={optionsOf(mbti as Mbti[])}
          selected={[value ?? none]}
          onChange={([chosen]) => onChange(chosen === none || chosen === undefined ? null : chosen)}
          max={1}
        />
      )}
    </WithChoices>
  );
}

import { useTranslation } from 'react-i18next';

import type { Hobby } from '@/api/types';
import { useLabels } from '@/i18n/labels';
import { limits } from '@/lib/validation';
import { Stack } from '@/ui/box';
import { ChipGroup } from '@/ui/chip';
import { Text } from '@/ui/text';

import { WithChoices } from './with-choices';

type HobbiesFieldProps = { value: readonly Hobby[]; onChange: (hobbies: Hobby[]) => void };

export function HobbiesField({ value, onChange }: HobbiesFieldProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <Stack gap="m">
      <Text variant="label" tone="muted" aria-live="polite">
        {t('app.selected_of', { count: value.length, max: limits.hobbies })}
      </Text>
      <WithChoices>
        {({ hobbies }) => (
          <ChipGroup
            label={t('members.hobbies.label')}
            options={(hobbies as Hobby[]).map((code) => ({ code, label: labels.hobby(code) }))}
            selected={value}
            onChange={onChange}
            max={limits.hobbies}
          />
        )}
      </WithChoices>
    </Stack>
  );
}

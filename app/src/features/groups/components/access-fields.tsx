import { useTranslation } from 'react-i18next';

import { Stack } from '@/ui/box';
import { ChipGroup } from '@/ui/chip';
import { Switch } from '@/ui/switch';
import { Heading, Text } from '@/ui/text';
import { TextField } from '@/ui/text-field';

import { groupLimits } from '../group-draft';
import type { GroupFormProps } from './group-form';

const histories = ['from_join', 'all'] as const;

/** How many may come in, who, and what they see of before. */
export function AccessFields({ draft, onChange, flaws, hasPassword }: GroupFormProps) {
  const { t } = useTranslation();
  const seats = { min: groupLimits.seatsMin, max: groupLimits.seatsMax };
  return (
    <>
      <TextField
        label={t('groups.form.seats')}
        value={draft.seats}
        onChangeText={(text) => onChange({ seats: text })}
        inputMode="numeric"
        maxLength={4}
        hint={t('groups.form.seats_hint', seats)}
        error={flaws.seats ? t('groups.form.seats_hint', seats) : undefined}
      />
      <Stack gap="xxs">
        <Switch
          label={t('groups.form.private')}
          value={draft.isPrivate}
          onChange={(isPrivate) => onChange({ isPrivate })}
        />
        <Text variant="small" tone="muted">
          {t('groups.form.private_hint')}
        </Text>
      </Stack>
      {draft.isPrivate ? (
        <Password draft={draft} onChange={onChange} flaws={flaws} hasPassword={hasPassword} />
      ) : null}
      <Stack gap="s">
        <Heading level={2} variant="label">
          {t('groups.form.history')}
        </Heading>
        <ChipGroup
          label={t('groups.form.history')}
          options={histories.map((code) => ({ code, label: t(`groups.form.history_${code}`) }))}
          selected={[draft.history]}
          onChange={([history]) => history && onChange({ history })}
          max={1}
        />
      </Stack>
    </>
  );
}

function Password({ draft, onChange, flaws, hasPassword }: GroupFormProps) {
  const { t } = useTranslation();
  const length = { min: groupLimits.passwordMin, max: groupLimits.passwordMax };
  return (
    <TextField
      label={t('groups.form.password')}
      value={draft.password}
      onChangeText={(password) => onChange({ password })}
      autoCapitalize="none"
      autoCorrect={false}
      autoComplete="off"
      limit={groupLimits.passwordMax}
      hint={hasPassword ? t('groups.form.password_kept') : t('groups.form.password_hint', length)}
      error={flaws.password ? t('groups.form.password_wrong', length) : undefined}
    />
  );
}

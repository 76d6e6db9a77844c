import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Hobby, Purpose, SpokenLanguage } from '@/api/types';
import { WithChoices } from '@/features/me/components/with-choices';
import { useLabels } from '@/i18n/labels';
import { Stack } from '@/ui/box';
import { ChipGroup } from '@/ui/chip';
import { Heading } from '@/ui/text';
import { TextField } from '@/ui/text-field';

import { type Flaws, type GroupDraft, groupLimits } from '../group-draft';
import { optionsOf } from '../options';
import { AccessFields } from './access-fields';

export type GroupFormProps = {
  draft: GroupDraft;
  onChange: (change: Partial<GroupDraft>) => void;
  /** Shown once somebody tried to go on. */
  flaws: Flaws;
  /** It has a join code already, which nobody can read. */
  hasPassword?: boolean;
};

/** Everything that a group says of itself, except its picture. */
export function GroupForm(props: GroupFormProps) {
  return (
    <>
      <WordFields {...props} />
      <ChoiceFields {...props} />
      <AccessFields {...props} />
    </>
  );
}

function WordFields({ draft, onChange, flaws }: GroupFormProps) {
  const { t } = useTranslation();
  const tooLong = (max: number) => t('groups.form.too_long', { max });
  const nameError =
    flaws.name === 'needed' ? t('groups.form.name_needed') : tooLong(groupLimits.name);
  return (
    <>
      <TextField
        label={t('groups.form.name')}
        value={draft.name}
        onChangeText={(name) => onChange({ name })}
        limit={groupLimits.name}
        error={flaws.name ? nameError : undefined}
      />
      <TextField
        label={t('groups.form.description')}
        value={draft.description}
        onChangeText={(description) => onChange({ description })}
        lines={2}
        limit={groupLimits.description}
        error={flaws.description ? tooLong(groupLimits.description) : undefined}
      />
    </>
  );
}

function ChoiceFields({ draft, onChange }: GroupFormProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <WithChoices>
      {(choices) => (
        <>
          <Field title={t('groups.form.purposes')}>
            <ChipGroup<Purpose>
              label={t('groups.form.purposes')}
              options={optionsOf(choices.purposes, labels.purpose)}
              selected={draft.purposes}
              onChange={(purposes) => onChange({ purposes })}
              max={groupLimits.purposes}
            />
          </Field>
          <Field title={t('groups.form.languages')}>
            <ChipGroup<SpokenLanguage>
              label={t('groups.form.languages')}
              options={optionsOf(choices.languages, labels.language)}
              selected={draft.languages}
              onChange={(languages) => onChange({ languages })}
              max={groupLimits.languages}
            />
          </Field>
          <Field title={t('groups.form.topics')}>
            <ChipGroup<Hobby>
              label={t('groups.form.topics')}
              options={optionsOf(choices.hobbies, labels.hobby)}
              selected={draft.topics}
              onChange={(topics) => onChange({ topics })}
              max={groupLimits.topics}
            />
          </Field>
        </>
      )}
    </WithChoices>
  );
}

export function Field({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="s">
      <Heading level={2} variant="label">
        {title}
      </Heading>
      {children}
    </Stack>
  );
}

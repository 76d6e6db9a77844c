import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Hobby, Mbti, SpokenLanguage } from '@/api/types';
import { WithChoices } from '@/features/me/components/with-choices';
import { useLabels } from '@/i18n/labels';
import { Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { ChipGroup } from '@/ui/chip';
import { Sheet } from '@/ui/dialog';
import { Heading } from '@/ui/text';

import { countFilters, type Filters, noFilters } from '../filters';
import { CountryPicker } from './country-picker';

type FilterSheetProps = {
  open: boolean;
  filters: Filters;
  onChange: (filters: Filters) => void;
  onClose: () => void;
};

/** What people are filtered by; it counts when the sheet is confirmed. */
export function FilterSheet({ open, onClose, ...rest }: FilterSheetProps) {
  return (
    <Sheet.Root open={open} onClose={onClose}>
      {open ? <Form onClose={onClose} {...rest} /> : null}
    </Sheet.Root>
  );
}

function Form({ filters, onChange, onClose }: Omit<FilterSheetProps, 'open'>) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [draft, setDraft] = useState(filters);
  const set = <Name extends keyof Filters>(name: Name) => {
    return (value: Filters[Name]) => setDraft({ ...draft, [name]: value });
  };
  const apply = () => {
    onChange(draft);
    onClose();
  };
  const options = <Code extends string>(codes: readonly string[], label: (code: Code) => string) =>
    (codes as Code[]).map((code) => ({ code, label: label(code) }));
  return (
    <>
      <Sheet.Title onClose={onClose}>{t('connect.filter.title')}</Sheet.Title>
      <Sheet.Body>
        <WithChoices>
          {(choices) => (
            <>
              <Field title={t('connect.filter.language')}>
                <ChipGroup<SpokenLanguage>
                  label={t('connect.filter.language')}
                  options={options(choices.languages, labels.language)}
                  selected={draft.language}
                  onChange={set('language')}
                />
              </Field>
              <Field title={t('connect.filter.hobby')}>
                <ChipGroup<Hobby>
                  label={t('connect.filter.hobby')}
                  options={options(choices.hobbies, labels.hobby)}
                  selected={draft.hobby}
                  onChange={set('hobby')}
                />
              </Field>
              <Field title={t('connect.filter.country')}>
                <CountryPicker value={draft.country} onChange={set('country')} />
              </Field>
              <Field title={t('connect.filter.mbti')}>
                <ChipGroup<Mbti>
                  label={t('connect.filter.mbti')}
                  options={options<Mbti>(choices.mbti, labels.mbti)}
                  selected={draft.mbti}
                  onChange={set('mbti')}
                />
              </Field>
            </>
          )}
        </WithChoices>
      </Sheet.Body>
      <Sheet.Actions>
        <Button
          compact
          kind="quiet"
          label={t('connect.filter.clear')}
          disabled={countFilters(draft) === 0}
          onPress={() => setDraft(noFilters)}
        />
        <Button compact label={t('connect.filter.apply')} onPress={apply} />
      </Sheet.Actions>
    </>
  );
}

function Field({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="s">
      <Heading level={3} variant="label">
        {title}
      </Heading>
      {children}
    </Stack>
  );
}

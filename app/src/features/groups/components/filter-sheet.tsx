import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Hobby, Purpose, SpokenLanguage } from '@/api/types';
import { WithChoices } from '@/features/me/components/with-choices';
import { useLabels } from '@/i18n/labels';
import { Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { ChipGroup } from '@/ui/chip';
import { Sheet } from '@/ui/dialog';
import { Switch } from '@/ui/switch';
import { Heading } from '@/ui/text';

import { countFilters, type Filters, noFilters } from '../filters';
import { optionsOf } from '../options';

type FilterSheetProps = {
  open: boolean;
  filters: Filters;
  onChange: (filters: Filters) => void;
  onClose: () => void;
};

/** What groups are filtered by; it counts when the sheet is confirmed. */
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
  return (
    <>
      <Sheet.Title onClose={onClose}>{t('groups.filter.title')}</Sheet.Title>
      <Sheet.Body>
        <Switch label={t('groups.filter.free_seats')} value={draft.free} onChange={set('free')} />
        <Switch label={t('groups.filter.liked')} value={draft.liked} onChange={set('liked')} />
        <WithChoices>
          {(choices) => (
            <>
              <Field title={t('groups.filter.purpose')}>
                <ChipGroup<Purpose>
                  label={t('groups.filter.purpose')}
                  options={optionsOf(choices.purposes, labels.purpose)}
                  selected={draft.purpose}
                  onChange={set('purpose')}
                />
              </Field>
              <Field title={t('groups.filter.language')}>
                <ChipGroup<SpokenLanguage>
                  label={t('groups.filter.language')}
                  options={optionsOf(choices.languages, labels.language)}
                  selected={draft.language}
                  onChange={set('language')}
                />
              </Field>
              <Field title={t('groups.filter.topic')}>
                <ChipGroup<Hobby>
                  label={t('groups.filter.topic')}
                  options={optionsOf(choices.hobbies, labels.hobby)}
                  selected={draft.topic}
                  onChange={set('topic')}
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
          label={t('groups.filter.clear')}
          disabled={countFilters(draft) === 0}
          onPress={() => setDraft(noFilters)}
        />
        <Button compact label={t('groups.filter.apply')} onPress={apply} />
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

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CountryList } from '@/features/me/components/country-list';
import { flagOf } from '@/i18n/flags';
import { useLabels } from '@/i18n/labels';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { ListRow } from '@/ui/list-row';

type CountryPickerProps = { value: readonly string[]; onChange: (countries: string[]) => void };

const shown = 5;

/** The chosen countries, and a field that finds more. */
export function CountryPicker({ value, onChange }: CountryPickerProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [adding, setAdding] = useState(false);
  const add = (country: string) => {
    setAdding(false);
    onChange([...value, country]);
  };
  return (
    <Stack gap="s">
      <Row wrap gap="s" role="group" aria-label={t('connect.filter.country')}>
        {value.map((country) => (
          <Chip
            key={country}
            selected
            label={`${flagOf(country)} ${labels.country(country)}`}
            onPress={() => onChange(value.filter((one) => one !== country))}
          />
        ))}
        {adding ? null : (
          <Button
            compact
            kind="secondary"
            icon="plus"
            label={t('connect.filter.add_country')}
            onPress={() => setAdding(true)}
          />
        )}
      </Row>
      {adding ? <Finder taken={value} onChoose={add} /> : null}
    </Stack>
  );
}

type FinderProps = { taken: readonly string[]; onChoose: (country: string) => void };

function Finder({ taken, onChoose }: FinderProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <Stack>
      <CountryList label={t('connect.filter.choose_country')}>
        {(found) => (
          <>
            {found
              .filter((country) => !taken.includes(country))
              .slice(0, shown)
              .map((country) => (
                <ListRow
                  key={country}
                  title={labels.country(country)}
                  emoji={flagOf(country)}
                  onPress={() => onChoose(country)}
                />
              ))}
          </>
        )}
      </CountryList>
    </Stack>
  );
}

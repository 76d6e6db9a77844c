import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { flagOf } from '@/i18n/flags';
import { useLabels } from '@/i18n/labels';
import { Box } from '@/ui/box';
import { Sheet } from '@/ui/dialog';
import { Icon } from '@/ui/icon';
import { List } from '@/ui/list';
import { ListRow } from '@/ui/list-row';
import { SelectField } from '@/ui/select-field';
import { EmptyState } from '@/ui/states';

import { CountryList } from './country-list';

type CountryFieldProps = {
  value: string | null;
  onChange: (country: string) => void;
  error?: string;
};

/** A field that opens the list of all countries with a search above it. */
export function CountryField({ value, onChange, error }: CountryFieldProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [open, setOpen] = useState(false);
  const choose = (country: string) => {
    setOpen(false);
    onChange(country);
  };
  return (
    <>
      <SelectField
        label={t('members.country.label')}
        value={value ? `${flagOf(value)} ${labels.country(value)}` : null}
        placeholder={t('members.country.choose')}
        error={error}
        onPress={() => setOpen(true)}
      />
      <Sheet.Root open={open} onClose={() => setOpen(false)}>
        <Sheet.Title onClose={() => setOpen(false)}>{t('members.country.label')}</Sheet.Title>
        <Countries chosen={value} onChoose={choose} />
      </Sheet.Root>
    </>
  );
}

type CountriesProps = { chosen: string | null; onChoose: (country: string) => void };

function Countries({ chosen, onChoose }: CountriesProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <CountryList label={t('app.search')}>
      {(found) => (
        <Box height={420} shrink>
          <List
            label={t('members.country.label')}
            padding="none"
            items={found}
            keyOf={(country) => country}
            empty={<EmptyState icon="search" title={t('members.country.none')} />}
            render={(country) => (
              <ListRow
                title={labels.country(country)}
                emoji={flagOf(country)}
                trailing={country === chosen ? <Icon name="check" color="textBrand" /> : null}
                onPress={() => onChoose(country)}
              />
            )}
          />
        </Box>
      )}
    </CountryList>
  );
}

import { type ReactElement, useState } from 'react';

import { currentLanguage } from '@/i18n/i18n';
import { useLabels } from '@/i18n/labels';
import { TextField } from '@/ui/text-field';

import { searchCountries } from '../country-search';
import { WithChoices } from './with-choices';

type CountryListProps = {
  /** What is written into the field before anything else is. */
  label: string;
  /** The countries that are found, in the order of the language's alphabet. */
  children: (found: readonly string[]) => ReactElement;
};

/** A field that finds countries by their names and codes. */
export function CountryList({ label, children }: CountryListProps) {
  const labels = useLabels();
  const [query, setQuery] = useState('');
  const search = { query, nameOf: labels.country, language: currentLanguage() };
  return (
    <>
      <TextField
        label={label}
        labelHidden
        placeholder={label}
        value={query}
        onChangeText={setQuery}
        autoFocus
      />
      <WithChoices>{({ countries }) => children(searchCountries(countries, search))}</WithChoices>
    </>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useDebounced } from '@/lib/debounce';
import { limits } from '@/lib/validation';
import { Box, Row } from '@/ui/box';
import { Fill } from '@/ui/fill';
import { IconButton } from '@/ui/icon-button';
import { PagedList } from '@/ui/paged-list';
import { Screen } from '@/ui/screen';
import { SearchField } from '@/ui/search-field';
import { EmptyState } from '@/ui/states';

import { FilterSheet } from './components/filter-sheet';
import { PersonRow } from './components/person-row';
import { countFilters, type Filters, noFilters } from './filters';
import { usePeople } from './queries';

/** Finding people by nickname and by what they chose. */
export default function ConnectScreen() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [filters, setFilters] = useState(noFilters);
  const q = useDebounced(words.trim(), 300);
  return (
    <Screen
      title={t('connect.title')}
      header="plain"
      scroll={false}
      padding="none"
      gap="none"
      actions={
        <>
          <IconButton
            icon="person-plus"
            label={t('connect.requests.title')}
            href="/connect/requests"
          />
          <IconButton icon="people" label={t('connect.friends.title')} href="/connect/friends" />
        </>
      }
    >
      <Row gap="s" paddingX="l">
        <Box grow>
          <SearchField
            label={t('connect.search.label')}
            placeholder={t('connect.search.placeholder')}
            maxLength={limits.username}
            value={words}
            onChange={setWords}
          />
        </Box>
        <FilterButton filters={filters} onChange={setFilters} />
      </Row>
      <Fill>
        <Results q={q} filters={filters} />
      </Fill>
    </Screen>
  );
}

type FilterButtonProps = { filters: Filters; onChange: (filters: Filters) => void };

function FilterButton({ filters, onChange }: FilterButtonProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const count = countFilters(filters);
  return (
    <>
      <IconButton
        icon="filter"
        color="textBrand"
        badge={count}
        label={count ? t('connect.filter.open_active', { count }) : t('connect.filter.open')}
        aria-haspopup="dialog"
        onPress={() => setOpen(true)}
      />
      <FilterSheet
        open={open}
        filters={filters}
        onChange={onChange}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

function Results({ q, filters }: { q: string; filters: Filters }) {
  const { t } = useTranslation();
  return (
    <PagedList
      query={usePeople(q, filters)}
      keyOf={(person) => person.id}
      label={t('connect.search.list')}
      render={(person) => <PersonRow person={person} />}
      empty={
        <EmptyState
          icon="search"
          title={t('connect.search.empty.title')}
          text={t('connect.search.empty.text')}
        />
      }
    />
  );
}

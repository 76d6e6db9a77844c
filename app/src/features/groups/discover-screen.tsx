import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { PagedList } from '@/ui/paged-list';
import { useDebounced } from '@/lib/debounce';
import { Box, Row, Stack } from '@/ui/box';
import { Fill } from '@/ui/fill';
import { IconButton } from '@/ui/icon-button';
import { Screen } from '@/ui/screen';
import { SearchField } from '@/ui/search-field';
import { EmptyState } from '@/ui/states';
import { Heading } from '@/ui/text';
import { useRouter } from 'expo-router';

import { FilterSheet } from './components/filter-sheet';
import { GroupRow } from './components/group-row';
import { countFilters, type Filters, noFilters } from './filters';
import { useGroups, useSuggestions } from './queries';

const longestQuery = 60;

/** Finding groups by words and by what they are about. */
export default function DiscoverScreen() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [filters, setFilters] = useState(noFilters);
  const q = useDebounced(words.trim(), 300);
  return (
    <Screen
      title={t('groups.title')}
      scroll={false}
      padding="none"
      gap="none"
      actions={
        <IconButton icon="plus" color="textBrand" label={t('groups.new')} href="/groups/new" />
      }
    >
      <Row gap="s" paddingX="l">
        <Box grow>
          <SearchField
            label={t('groups.search.label')}
            placeholder={t('groups.search.placeholder')}
            maxLength={longestQuery}
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
        label={count ? t('groups.filter.open_active', { count }) : t('groups.filter.open')}
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
  const router = useRouter();
  const isPlain = q === '' && countFilters(filters) === 0;
  return (
    <PagedList
      query={useGroups(q, filters)}
      keyOf={(group) => group.id}
      label={t('groups.search.list')}
      header={isPlain ? <Suggested /> : undefined}
      render={(group) => <GroupRow group={group} />}
      empty={
        <EmptyState
          icon="people"
          title={t('groups.search.empty.title')}
          text={t('groups.search.empty.text')}
          action={{ label: t('groups.new'), onPress: () => router.push('/groups/new') }}
        />
      }
    />
  );
}

const mostSuggested = 3;

/** A few groups by chance, above all the others. */
function Suggested() {
  const { t } = useTranslation();
  const { data = [] } = useSuggestions();
  if (data.length === 0) return null;
  return (
    <Stack gap="s" paddingBottom="s">
      <Heading level={2} variant="strong">
        {t('groups.suggested')}
      </Heading>
      {data.slice(0, mostSuggested).map((group) => (
        <GroupRow key={group.id} group={group} />
      ))}
      <Box paddingTop="m">
        <Heading level={2} variant="strong">
          {t('groups.all')}
        </Heading>
      </Box>
    </Stack>
  );
}

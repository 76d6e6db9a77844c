import type { ReactElement } from 'react';

import { List } from '@/ui/list';
import { ErrorState, LoadingState } from '@/ui/states';

import type { Found, useBookmarkedMessages } from '../found-queries';

type FoundListProps = {
  query: ReturnType<typeof useBookmarkedMessages>;
  label: string;
  render: (found: Found) => ReactElement;
  empty: ReactElement;
};

/** Messages from all over, a page at a time. */
export function FoundList({ query, label, render, empty }: FoundListProps) {
  if (query.isPending) return <LoadingState />;
  if (query.isError) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <List
      items={query.data.pages.flatMap(({ items }) => items)}
      keyOf={({ message }) => message.id}
      label={label}
      render={render}
      empty={empty}
      onEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
      loadingMore={query.isFetchingNextPage}
    />
  );
}

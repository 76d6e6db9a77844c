import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';

import type { Space } from '@/theme/tokens';

import { List } from './list';
import { ErrorState, LoadingState } from './states';

type Data<Item> = InfiniteData<{ items: Item[] }>;
type PagedListProps<Item> = {
  query: UseInfiniteQueryResult<Data<Item>>;
  keyOf: (item: Item) => string;
  label: string;
  render: (item: Item) => ReactElement;
  /** What stands there when there is nothing. */
  empty: ReactElement;
  /** What stands above the items. */
  header?: ReactElement;
  gap?: Space;
};

/** A list that comes page by page, with what stands there while there is none. */
export function PagedList<Item>({ query, empty, gap = 's', ...rest }: PagedListProps<Item>) {
  if (query.isPending) return <LoadingState />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <List
      items={query.data.pages.flatMap((page) => page.items)}
      empty={query.hasNextPage ? <LoadingState /> : empty}
      onEnd={() => {
        if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
      }}
      loadingMore={query.isFetchingNextPage}
      onRefresh={() => void query.refetch()}
      refreshing={query.isRefetching && !query.isFetchingNextPage}
      gap={gap}
      {...rest}
    />
  );
}

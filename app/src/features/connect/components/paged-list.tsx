import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';

import { List } from '@/ui/list';
import { ErrorState, LoadingState } from '@/ui/states';

type Data<Item> = InfiniteData<{ items: Item[] }>;
type PagedListProps<Item> = {
  query: UseInfiniteQueryResult<Data<Item>>;
  keyOf: (item: Item) => string;
  label: string;
  render: (item: Item) => ReactElement;
  empty: ReactElement;
};

/** A list that comes page by page, with what stands there while there is none. */
export function PagedList<Item>({ query, empty, ...rest }: PagedListProps<Item>) {
  if (query.isPending) return <LoadingState />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0 && !query.hasNextPage) return empty;
  return (
    <List
      items={items}
      onEnd={() => {
        if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
      }}
      loadingMore={query.isFetchingNextPage}
      onRefresh={() => void query.refetch()}
      refreshing={query.isRefetching && !query.isFetchingNextPage}
      gap="s"
      {...rest}
    />
  );
}

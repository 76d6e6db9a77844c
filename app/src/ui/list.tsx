import { type ReactElement, type Ref, useImperativeHandle, useRef } from 'react';
import { FlatList, RefreshControl } from 'react-native';

import { size, type Space, space } from '@/theme/tokens';

import { Box } from './box';
import { LoadingState } from './states';

export type ListHandle = { scrollToEnd: () => void };

type ListProps<Item> = {
  ref?: Ref<ListHandle>;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  render: (item: Item, index: number) => ReactElement;
  label: string;
  header?: ReactElement;
  /** What stands there when there is nothing. */
  empty?: ReactElement;
  /** The next page: called near the end, once for each press of the scroll there. */
  onEnd?: () => void;
  loadingMore?: boolean;
  onRefresh?: () => void;
  refreshing?: boolean;
  gap?: Space;
  padding?: Space;
};

/** A long list that draws only what is near the screen, in reading order. */
export function List<Item>({ ref, ...props }: ListProps<Item>) {
  const list = useRef<FlatList<Item>>(null);
  // What came just now is drawn with the next frame.
  const scrollToEnd = () => requestAnimationFrame(() => list.current?.scrollToEnd());
  useImperativeHandle(ref, () => ({ scrollToEnd }));
  const {
    items,
    keyOf,
    render,
    label,
    header,
    empty,
    onEnd,
    loadingMore,
    onRefresh,
    refreshing,
    gap,
    padding = 'l',
  } = props;
  const isEmpty = items.length === 0;
  // A list holds nothing but items; what scrolls along above and below them is one too.
  const asItem = (part: ReactElement | undefined) =>
    part && !isEmpty ? <Box role="listitem">{part}</Box> : part;
  return (
    <FlatList
      ref={list}
      role={isEmpty ? undefined : 'list'}
      aria-label={isEmpty ? undefined : label}
      data={items as Item[]}
      keyExtractor={keyOf}
      renderItem={({ item, index }) => <Box role="listitem">{render(item, index)}</Box>}
      ListHeaderComponent={asItem(header)}
      ListEmptyComponent={empty}
      ListFooterComponent={loadingMore ? asItem(<LoadingState />) : null}
      onEndReached={onEnd}
      onEndReachedThreshold={0.6}
      refreshControl={
        onRefresh ? (
          <RefreshControl refreshing={refreshing ?? false} onRefresh={onRefresh} />
        ) : undefined
      }
      keyboardShouldPersistTaps="handled"
      style={{ flex: 1 }}
      contentContainerStyle={{
        flexGrow: 1,
        width: '100%',
        maxWidth: size.content,
        alignSelf: 'center',
        gap: gap && space[gap],
        padding: space[padding],
      }}
    />
  );
}

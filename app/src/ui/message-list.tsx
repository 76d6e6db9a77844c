import { FlashList, type FlashListRef } from '@shopify/flash-list';
import { useImperativeHandle, useRef } from 'react';
import type { NativeScrollEvent, NativeSyntheticEvent } from 'react-native';

import { space } from '@/theme/tokens';

import { Box } from './box';
import { type MessageListProps, nearEnd } from './message-list-props';

/** A conversation: the newest line at the lower end, older ones loaded by scrolling up without a jump. */
export function MessageList<Line>(props: MessageListProps<Line>) {
  const { ref, lines, keyOf, render, label, header, onOlder, onNewer, onAtEnd, startAt } = props;
  const start = lines.findIndex((line) => keyOf(line) === startAt);
  const list = useRef<FlashListRef<Line>>(null);
  useImperativeHandle(ref, () => ({
    scrollToEnd: () => void list.current?.scrollToEnd({ animated: true }),
    scrollTo: (key) => {
      const index = lines.findIndex((line) => keyOf(line) === key);
      if (index >= 0)
        void list.current?.scrollToIndex({ index, animated: true, viewPosition: 0.5 });
    },
  }));
  const onScroll = ({ nativeEvent }: NativeSyntheticEvent<NativeScrollEvent>) => {
    const { contentOffset, contentSize, layoutMeasurement } = nativeEvent;
    onAtEnd(contentSize.height - contentOffset.y - layoutMeasurement.height < nearEnd);
  };
  return (
    <Box grow aria-label={label} style={{ flexBasis: 0, minHeight: 0 }}>
      <FlashList
        ref={list}
        data={lines}
        keyExtractor={keyOf}
        renderItem={({ item }) => render(item)}
        ListHeaderComponent={header}
        maintainVisibleContentPosition={{
          startRenderingFromBottom: startAt === undefined,
          autoscrollToBottomThreshold: startAt === undefined ? 0.2 : undefined,
        }}
        initialScrollIndex={start < 0 ? undefined : start}
        onEndReached={onNewer}
        onEndReachedThreshold={0.5}
        onStartReached={onOlder}
        onStartReachedThreshold={0.5}
        onScroll={onScroll}
        keyboardShouldPersistTaps="handled"
        keyboardDismissMode="interactive"
        contentContainerStyle={{ padding: space.l }}
      />
    </Box>
  );
}

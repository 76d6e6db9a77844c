import { useEffect, useImperativeHandle, useState } from 'react';

import { useTheme } from '@/theme/theme';
import { radius, space } from '@/theme/tokens';

import { useAnchoredScroll } from './anchored-scroll';
import type { MessageListProps } from './message-list-props';

const markedFor = 2_000;

/**
 * A conversation as a plain column in reading order. Nothing is recycled: what a screen reader has passed stays where
 * it was. Lines are added in steps when somebody scrolls up, and what was in sight does not move.
 */
export function MessageList<Line>(props: MessageListProps<Line>) {
  const { ref, lines, keyOf, render, label, header, loadingOlder, startAt } = props;
  const { frame, onScroll, scrollToEnd, scrollTo, first } = useAnchoredScroll(props);
  const [marked, mark] = useMark(startAt);
  useImperativeHandle(ref, () => ({
    scrollToEnd,
    scrollTo: (key) => {
      mark(key);
      scrollTo(key);
    },
  }));
  return (
    <div
      ref={frame}
      role="log"
      aria-label={label}
      aria-live={loadingOlder || startAt ? 'off' : 'polite'}
      aria-busy={loadingOlder}
      tabIndex={0}
      onScroll={onScroll}
      style={frameStyle}
    >
      <div style={columnStyle}>
        {header}
        {lines.slice(first).map((line) => {
          const key = keyOf(line);
          return (
            <LineFrame key={key} name={key} marked={key === marked}>
              {render(line)}
            </LineFrame>
          );
        })}
      </div>
    </div>
  );
}

type LineFrameProps = { name: string; marked: boolean; children: React.ReactNode };

function LineFrame({ name, marked, children }: LineFrameProps) {
  const { colors } = useTheme();
  const look = marked ? { backgroundColor: colors.sunken, borderRadius: radius.m } : undefined;
  return (
    <div data-line={name} style={{ ...lineStyle, ...look }}>
      {children}
    </div>
  );
}

/** The line that somebody was taken to, for as long as it takes to see which one it is. */
function useMark(startAt: string | undefined) {
  const [marked, mark] = useState(startAt);
  useEffect(() => {
    if (marked === undefined) return;
    const timer = setTimeout(() => mark(undefined), markedFor);
    return () => clearTimeout(timer);
  }, [marked]);
  return [marked, mark] as const;
}

const frameStyle = {
  flex: '1 1 0',
  minHeight: 0,
  overflowY: 'auto',
  overscrollBehavior: 'contain',
  overflowAnchor: 'none',
} as const;

const columnStyle = {
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'flex-end',
  minHeight: '100%',
  boxSizing: 'border-box',
  padding: space.l,
} as const;

const lineStyle = { display: 'flex', flexDirection: 'column' } as const;

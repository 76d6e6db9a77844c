import {
  type RefObject,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

import { space } from '@/theme/tokens';

import { type MessageListProps, nearEnd } from './message-list-props';

/** So many lines are in the page at first, and so many more with each step up. */
const step = 60;

/**
 * A conversation as a plain column in reading order. Nothing is recycled: what a screen reader has passed stays where
 * it was. Lines are added in steps when somebody scrolls up, and what was in sight does not move.
 */
export function MessageList<Line>(props: MessageListProps<Line>) {
  const { ref, lines, keyOf, render, label, header, loadingOlder } = props;
  const { frame, onScroll, scrollToEnd, first } = useAnchoredScroll(props);
  useImperativeHandle(ref, () => ({ scrollToEnd }));
  return (
    <div
      ref={frame}
      role="log"
      aria-label={label}
      aria-live={loadingOlder ? 'off' : 'polite'}
      aria-busy={loadingOlder}
      tabIndex={0}
      onScroll={onScroll}
      style={frameStyle}
    >
      <div style={columnStyle}>
        {header}
        {lines.slice(first).map((line) => (
          <div key={keyOf(line)} style={lineStyle}>
            {render(line)}
          </div>
        ))}
      </div>
    </div>
  );
}

type Anchored = Pick<MessageListProps<unknown>, 'onOlder' | 'onAtEnd' | 'loadingOlder'> & {
  lines: readonly unknown[];
  keyOf: (line: never) => string;
};

function useAnchoredScroll({ lines, keyOf, onOlder, onAtEnd, loadingOlder }: Anchored) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(step);
  const pinned = useRef(true);
  /** How far the lower end is, and what stands first: what is added above must not move what is in sight. */
  const fromEnd = useRef(0);
  const topBefore = useRef('');
  const first = Math.max(0, lines.length - size);
  const top = lines.length > 0 ? keyOf(lines[first] as never) : '';
  const scrollToEnd = () => frame.current?.scrollTo({ top: frame.current.scrollHeight });

  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    if (pinned.current) box.scrollTop = box.scrollHeight;
    else if (top !== topBefore.current) box.scrollTop = box.scrollHeight - fromEnd.current;
    topBefore.current = top;
    fromEnd.current = box.scrollHeight - box.scrollTop;
  }, [top, lines]);

  useSizeChange(frame, () => {
    const box = frame.current;
    if (!box) return;
    if (pinned.current) box.scrollTop = box.scrollHeight;
    fromEnd.current = box.scrollHeight - box.scrollTop;
  });

  const onScroll = () => {
    const box = frame.current;
    if (!box) return;
    fromEnd.current = box.scrollHeight - box.scrollTop;
    const atEnd = fromEnd.current - box.clientHeight < nearEnd;
    if (atEnd !== pinned.current) onAtEnd(atEnd);
    pinned.current = atEnd;
    if (atEnd && size > step * 2) setSize(step);
    if (box.scrollTop > box.clientHeight) return;
    if (first > 0) setSize((before) => before + step);
    else if (!loadingOlder) onOlder();
  };

  return { frame, onScroll, scrollToEnd, first };
}

/** Pictures that arrive and translations that unfold make the column longer. */
function useSizeChange(frame: RefObject<HTMLDivElement | null>, onChange: () => void): void {
  const handler = useEffectEvent(onChange);
  useEffect(() => {
    const column = frame.current?.firstElementChild;
    if (!frame.current || !column) return;
    const observer = new ResizeObserver(() => handler());
    observer.observe(column);
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
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

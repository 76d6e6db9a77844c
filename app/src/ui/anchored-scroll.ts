import {
  type RefObject,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

import { type MessageListProps, nearEnd } from './message-list-props';

/** So many lines are in the page at first, and so many more with each step up. */
const step = 60;

type Anchored = Pick<
  MessageListProps<unknown>,
  'onOlder' | 'onNewer' | 'onAtEnd' | 'loadingOlder' | 'startAt'
> & {
  lines: readonly unknown[];
  keyOf: (line: never) => string;
};

/** Where a conversation of the web stands: at its end and following it, or wherever somebody scrolled to. */
export function useAnchoredScroll({ lines, keyOf, startAt, ...events }: Anchored) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(startAt === undefined ? step : Number.POSITIVE_INFINITY);
  const pinned = useRef(startAt === undefined);
  /** The line that has to come into the middle as soon as it is in the page. */
  const wanted = useRef(startAt);
  /** How far the lower end is, and what stands first: what is added above must not move what is in sight. */
  const fromEnd = useRef(0);
  const topBefore = useRef('');
  const first = Math.max(0, lines.length - size);
  const top = lines.length > 0 ? keyOf(lines[first] as never) : '';
  const scrollToEnd = () => frame.current?.scrollTo({ top: frame.current.scrollHeight });
  const follow = (atEnd: boolean) => {
    if (atEnd !== pinned.current) events.onAtEnd(atEnd);
    pinned.current = atEnd;
    if (atEnd && size > step * 2) setSize(step);
  };
  const scrollTo = (key: string) => {
    follow(false);
    wanted.current = key;
    const index = lines.findIndex((line) => keyOf(line as never) === key);
    setSize((before) => Math.max(before, lines.length - index + step / 2));
    if (frame.current && center(frame.current, key)) wanted.current = undefined;
  };

  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    if (pinned.current) box.scrollTop = box.scrollHeight;
    else if (wanted.current !== undefined && center(box, wanted.current))
      wanted.current = undefined;
    else if (top !== topBefore.current) box.scrollTop = box.scrollHeight - fromEnd.current;
    topBefore.current = top;
    fromEnd.current = box.scrollHeight - box.scrollTop;
  }, [top, lines, size]);

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
    if (startAt === undefined) follow(atEnd);
    if (fromEnd.current < 2 * box.clientHeight) events.onNewer?.();
    if (box.scrollTop > box.clientHeight) return;
    if (first > 0) setSize((before) => before + step);
    else if (!events.loadingOlder) events.onOlder();
  };

  return { frame, onScroll, scrollToEnd, scrollTo, first };
}

/** Whether the line is in the page; then it stands in the middle. */
function center(box: HTMLDivElement, key: string): boolean {
  const lines = [...box.querySelectorAll<HTMLElement>('[data-line]')];
  const line = lines.find(({ dataset }) => dataset.line === key);
  line?.scrollIntoView({ block: 'center' });
  return line !== undefined;
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

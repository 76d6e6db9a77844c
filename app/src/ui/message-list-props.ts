import type { ReactElement, Ref } from 'react';

export type MessageListHandle = {
  scrollToEnd: () => void;
  /** Brings a line into the middle and marks it for a moment. */
  scrollTo: (key: string) => void;
};

export type MessageListProps<Line> = {
  ref?: Ref<MessageListHandle>;
  /** Oldest first. */
  lines: readonly Line[];
  keyOf: (line: Line) => string;
  render: (line: Line) => ReactElement;
  /** What a screen reader calls the list. */
  label: string;
  /** Above the oldest line. */
  header?: ReactElement | null;
  /** The oldest line is near: there may be more. */
  onOlder: () => void;
  /** Older lines are on their way: their coming is not read out. */
  loadingOlder: boolean;
  /** Begins with this line in the middle, instead of with the newest, and stays where it is when lines are added. */
  startAt?: string;
  /** The newest line is near; a list that begins in the middle may lack what comes after it. */
  onNewer?: () => void;
  /** Whether the newest line is in sight. */
  onAtEnd: (atEnd: boolean) => void;
};

/** So far from the newest line somebody still reads along. */
export const nearEnd = 80;

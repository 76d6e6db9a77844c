import { create } from 'zustand';

/** What was written and not sent, by room, as long as the app runs. */
const useDrafts = create<Record<string, string>>(() => ({}));

export function useDraft(roomId: string): [string, (text: string) => void] {
  const text = useDrafts((drafts) => drafts[roomId] ?? '');
  return [text, (next) => useDrafts.setState({ [roomId]: next })];
}

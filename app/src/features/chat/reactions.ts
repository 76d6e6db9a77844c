import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import { engine, type MessageView } from '@/realtime';
import { showToast } from '@/ui/toast';

/** The ones that are one press away; any other comes from the keyboard. */
export const quickEmojis = ['👍', '❤️', '😂', '😮', '😢', '🙏', '🎉', '🔥', '👏', '✅'] as const;

/** Puts one's own emoji on a message, or takes it back. */
export function useReact(message: MessageView, memberId: string) {
  const { t } = useTranslation();
  return (emoji: string): Promise<void> => {
    const on = !hasReacted(message, { emoji, memberId });
    return engine()
      .messages.react(message, { emoji, on })
      .catch((error: unknown) => showToast(errorLine(error, t)));
  };
}

export function hasReacted(
  { reactions }: Pick<MessageView, 'reactions'>,
  { emoji, memberId }: { emoji: string; memberId: string },
): boolean {
  return reactions.some((one) => one.emoji === emoji && one.member_ids.includes(memberId));
}

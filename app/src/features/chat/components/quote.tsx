import { useTranslation } from 'react-i18next';

import type { MessageView } from '@/realtime';
import { QuoteFrame } from '@/ui/quote-frame';
import { Text } from '@/ui/text';

import { useConversation } from '../conversation-context';
import { usePreview, useSenderName } from '../names';
import { useOriginal } from '../quotes';

type QuoteProps = { message: Pick<MessageView, 'room_id' | 'reply_to'>; own: boolean };

/** What a message answers, in two lines above it; a press goes there. */
export function Quote({ message, own }: QuoteProps) {
  const { t } = useTranslation();
  const { room, jump } = useConversation();
  const { original, gone } = useOriginal(message);
  const name = useSenderName(room);
  const preview = usePreview();
  const { reply_to } = message;
  if (!reply_to) return null;
  const tone = own ? 'onBubbleOwn' : 'onBubbleOther';
  const who = original ? name(original.sender_id) : '';
  const words = original ? preview(original) : gone ? t('chat.reply.gone') : '…';
  const label = original ? t('chat.reply.describe', { name: who, text: words }) : words;
  return (
    <QuoteFrame
      own={own}
      label={label}
      onPress={original ? () => jump({ seq: reply_to.seq }) : undefined}
    >
      {original ? (
        <Text variant="label" tone={tone} numberOfLines={1}>
          {/* The blank keeps the name from being one word with what follows, for whoever reads the page as text. */}
          {`${who} `}
        </Text>
      ) : null}
      <Text variant="small" tone={tone} numberOfLines={2}>
        {words}
      </Text>
    </QuoteFrame>
  );
}

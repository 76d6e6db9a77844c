import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import type { MessageView } from '@/realtime';
import { Row } from '@/ui/box';
import { ReactionChip } from '@/ui/reaction-chip';

import { useReact } from '../reactions';

/** The emojis on a message with their counts; a press adds one's own or takes it back. */
export function Reactions({ message, own }: { message: MessageView; own: boolean }) {
  const { t } = useTranslation();
  const memberId = useMe().id;
  const react = useReact(message, memberId);
  if (message.reactions.length === 0) return null;
  return (
    <Row wrap gap="xs" justify={own ? 'flex-end' : 'flex-start'}>
      {message.reactions.map(({ emoji, member_ids }) => {
        const mine = member_ids.includes(memberId);
        const count = member_ids.length;
        return (
          <ReactionChip
            key={emoji}
            emoji={emoji}
            count={count}
            mine={mine}
            label={t('chat.reactions.count', { count, emoji })}
            onPress={() => void react(emoji)}
          />
        );
      })}
    </Row>
  );
}

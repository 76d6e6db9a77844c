import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { useRoom } from '@/realtime';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { HighlightedText } from '@/ui/highlighted-text';
import { SelectableRow } from '@/ui/selectable-row';
import { Text } from '@/ui/text';

import type { Found } from '../found-queries';
import { useRoomName } from '../names';

type FoundRowProps = { found: Found; words: string; withRoom: boolean };

/** A message that was found, with the words in it that were looked for; it leads to its place. */
export function FoundRow({ found, words, withRoom }: FoundRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message, sender } = found;
  const room = useRoomName()(useRoom(message.room_id));
  const name = sender?.username ?? t('chat.unknown_member');
  const title = withRoom && room !== name ? t('chat.search.who_where', { name, room }) : name;
  return (
    <SelectableRow href={`/chat/${message.room_id}?seq=${message.seq}`} current={false}>
      <Avatar size="s" name={name} photo={sender?.photo} />
      <Stack grow gap="xxs">
        <Row gap="s" justify="space-between">
          <Text variant="label" numberOfLines={1} shrink>
            {title}
          </Text>
          <Text variant="caption" tone="muted">
            {format.recent(message.created_at)}
          </Text>
        </Row>
        <HighlightedText text={message.body} words={words} />
      </Stack>
    </SelectableRow>
  );
}

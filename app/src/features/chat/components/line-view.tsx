import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import { useFormat } from '@/i18n/format';
import type { RoomView } from '@/realtime';
import { Box, Divider, Row } from '@/ui/box';
import { Text } from '@/ui/text';

import { useEventSentence, useRoomName } from '../names';
import type { Line } from '../timeline';
import { OtherMessage } from './other-message';
import { OutgoingMessage } from './outgoing-message';
import { OwnMessage } from './own-message';

type LineViewProps = { line: Line; room: RoomView; isLastOwn: boolean };

export function LineView({ line, room, isLastOwn }: LineViewProps) {
  const name = useRoomName()(room);
  if (line.kind === 'day') return <DayLine at={line.at} />;
  if (line.kind === 'unread') return <UnreadLine />;
  if (line.kind === 'outgoing') return <OutgoingMessage item={line.item} />;
  if (line.kind === 'system') return <SystemLine line={line} name={name} />;
  if (!line.own) return <OtherMessage line={line} room={room} name={name} />;
  const isRead = isLastOwn && (room.other_read_seq ?? 0) >= line.message.seq;
  return <OwnMessage line={line} isRead={isRead} />;
}

function DayLine({ at }: { at: string }) {
  const format = useFormat();
  return (
    <Box paddingY="m">
      <Text variant="small" tone="muted" align="center">
        {format.day(at)}
      </Text>
    </Box>
  );
}

function UnreadLine() {
  const { t } = useTranslation();
  return (
    <Row gap="s" paddingY="s">
      <Box grow>
        <Divider />
      </Box>
      <Text variant="caption" tone="brand">
        {t('chat.unread_line')}
      </Text>
      <Box grow>
        <Divider />
      </Box>
    </Row>
  );
}

type SystemLineProps = { line: Extract<Line, { kind: 'system' }>; name: string };

function SystemLine({ line, name }: SystemLineProps) {
  const memberId = useMe().id;
  const sentence = useEventSentence()(line.event, { memberId, name });
  return (
    <Box paddingY="s">
      <Text variant="small" tone="muted" align="center">
        {sentence}
      </Text>
    </Box>
  );
}

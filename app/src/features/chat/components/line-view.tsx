import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import type { RoomView } from '@/realtime';
import { Box, Divider, Row } from '@/ui/box';
import { Text } from '@/ui/text';

import { useEventSentence } from '../event-sentences';
import type { Line } from '../timeline';
import { OtherMessage } from './other-message';
import { OutgoingMessage } from './outgoing-message';
import { OwnMessage } from './own-message';
import { ReadMark } from './read-mark';

type LineViewProps = { line: Line; room: RoomView; isLastOwn: boolean };

export function LineView({ line, room, isLastOwn }: LineViewProps) {
  if (line.kind === 'day') return <DayLine at={line.at} />;
  if (line.kind === 'unread') return <UnreadLine />;
  if (line.kind === 'outgoing') return <OutgoingMessage item={line.item} />;
  if (line.kind === 'system') return <SystemLine line={line} room={room} />;
  if (!line.own) return <OtherMessage line={line} room={room} />;
  const mark = isLastOwn ? <ReadMark message={line.message} room={room} /> : null;
  return <OwnMessage line={line} mark={mark} />;
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

type SystemLineProps = { line: Extract<Line, { kind: 'system' }>; room: RoomView };

function SystemLine({ line, room }: SystemLineProps) {
  const sentence = useEventSentence(room)(line.event);
  return (
    <Box paddingY="s">
      <Text variant="small" tone="muted" align="center">
        {sentence}
      </Text>
    </Box>
  );
}

import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import type { RoomView } from '@/realtime';
import { Avatar } from '@/ui/avatar';
import { Box, Row, Stack } from '@/ui/box';
import { Bubble } from '@/ui/bubble';
import { Text } from '@/ui/text';
import { TextButton } from '@/ui/text-button';

import type { Line } from '../timeline';
import { useMessageTranslation } from '../translation';
import { MessageBody } from './message-body';
import { MessagePictures } from './message-pictures';

type OtherMessageProps = { line: Extract<Line, { kind: 'message' }>; room: RoomView; name: string };

const avatarSide = 36;

/** What the other one said, at the left, with their name on the first of a run and the time at its last. */
export function OtherMessage({ line, room, name }: OtherMessageProps) {
  const format = useFormat();
  const { message, first, last } = line;
  const translation = useMessageTranslation(message, room.auto_translate);
  return (
    <Row align="flex-start" gap="s" paddingTop={first ? 's' : 'xs'}>
      <Box width={avatarSide}>
        {first ? <Avatar size="s" name={name} photo={room.member?.photo} /> : null}
      </Box>
      <Stack shrink gap="xs" align="flex-start" maxWidth="82%">
        {first ? (
          <Text variant="small" numberOfLines={1}>
            {name}
          </Text>
        ) : null}
        <MessagePictures message={message} own={false} name={name} />
        <Row gap="s" align="flex-end" wrap>
          {message.body || message.deleted_at ? (
            <Bubble side="other">
              <MessageBody message={message} own={false} translation={translation.translation} />
            </Bubble>
          ) : null}
          <Row gap="s">
            {last ? (
              <Text variant="caption" tone="muted">
                {format.time(message.created_at)}
              </Text>
            ) : null}
            {translation.can ? <TranslateButton message={message.body} {...translation} /> : null}
          </Row>
        </Row>
      </Stack>
    </Row>
  );
}

type TranslateButtonProps = Omit<ReturnType<typeof useMessageTranslation>, 'can'> & {
  message: string;
};

function TranslateButton({ message, translation, busy, same, toggle }: TranslateButtonProps) {
  const { t } = useTranslation();
  if (busy) return <Muted>{t('chat.translate.busy')}</Muted>;
  if (same) return <Muted>{t('chat.translate.same')}</Muted>;
  if (translation) return <TextButton label={t('chat.translate.original')} onPress={toggle} />;
  return (
    <TextButton
      label={t('chat.translate.show')}
      description={t('chat.translate.describe', { text: message })}
      onPress={toggle}
    />
  );
}

function Muted({ children }: { children: string }) {
  return (
    <Text variant="caption" tone="muted" role="status">
      {children}
    </Text>
  );
}

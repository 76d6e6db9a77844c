import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { TranslateToggle, useTranslateToggle } from '@/features/translation/translate-toggle';
import { errorLine } from '@/i18n/describe-error';
import { useFormat } from '@/i18n/format';
import { Avatar } from '@/ui/avatar';
import { Box, Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Press } from '@/ui/press';
import { Text } from '@/ui/text';
import { showToast } from '@/ui/toast';

import { type Found, useBookmark } from '../found-queries';
import { usePreview } from '../names';

/** A kept message: who and what in one line; opened, its words and their translation below each other. */
export function KeptRow({ found }: { found: Found }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { message, sender } = found;
  const bookmark = useBookmark(message);
  const preview = usePreview()(message);
  const name = sender?.username ?? t('chat.unknown_member');
  const remove = () =>
    bookmark.mutate(false, { onError: (error) => showToast(errorLine(error, t)) });
  return (
    <Stack borderBottom="border">
      <Row gap="m" paddingY="s">
        <Box grow>
          <Press aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            <Row gap="m">
              <Avatar size="s" name={name} photo={sender?.photo} country={sender?.country} />
              <Stack grow>
                <Text variant="label" numberOfLines={1}>
                  {name}
                </Text>
                <Text variant="small" numberOfLines={1}>
                  {preview}
                </Text>
              </Stack>
              <Stack align="flex-end">
                <Text variant="caption" tone="muted">
                  {format.date(message.created_at)}
                </Text>
                <Text variant="caption" tone="muted">
                  {format.time(message.created_at)}
                </Text>
              </Stack>
            </Row>
          </Press>
        </Box>
        <IconButton
          icon="bookmark"
          color="textBrand"
          label={t('chat.bookmarks.remove_of', { text: preview })}
          aria-pressed
          onPress={remove}
        />
      </Row>
      {isOpen ? <Words found={found} /> : null}
    </Stack>
  );
}

function Words({ found: { message } }: { found: Found }) {
  const { t } = useTranslation();
  const { id, room_id, seq, body, edited_at } = message;
  const toggle = useTranslateToggle({ message_id: id, version: edited_at ?? seq });
  const translation = toggle.textOf('body');
  return (
    <Stack background="sunken" padding="l" gap="m">
      {body ? <Part label={t('translation.original')} text={body} /> : null}
      {translation && !toggle.isSame ? (
        <Part label={t('translation.translated')} text={translation} lang={toggle.target} />
      ) : null}
      <Row justify="space-between" gap="m" wrap>
        {body ? <TranslateToggle toggle={toggle} keepsOriginal /> : <Box />}
        <Button
          compact
          kind="quiet"
          label={t('chat.bookmarks.open')}
          href={`/chat/${room_id}?seq=${seq}`}
        />
      </Row>
    </Stack>
  );
}

function Part({ label, text, lang }: { label: string; text: string; lang?: string }) {
  return (
    <Row gap="m" align="flex-start">
      <Box width={84}>
        <Text variant="small" tone="muted">
          {label}
        </Text>
      </Box>
      <Box grow>
        <Text variant="small" tone="brand" selectable lang={lang}>
          {text}
        </Text>
      </Box>
    </Row>
  );
}

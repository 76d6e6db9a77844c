import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { Avatar } from '@/ui/avatar';
import { Box, Row, Stack } from '@/ui/box';
import { Press } from '@/ui/press';
import { Text } from '@/ui/text';

import { useAuthorName } from '../authors';
import type { Author } from '../queries';

type AuthorLineProps = {
  author: Author;
  createdAt: string;
  editedAt: string | null;
  /** In comments, "(author)" tells who wrote the post; under the post itself it would say nothing. */
  inPost?: boolean;
  actions?: ReactNode;
};

/** Who wrote something and when. */
export function AuthorLine({ author, createdAt, editedAt, inPost, actions }: AuthorLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useAuthorName()(author, { inPost });
  const member = author.kind === 'member' ? author.member : null;
  const time = format.dateTime(createdAt);
  const who = (
    <Row gap="s">
      <Avatar size="s" name={name} photo={member?.photo} country={member?.country} />
      <Stack shrink>
        <Text variant="label" numberOfLines={1}>
          {name}
        </Text>
        <Text variant="caption" tone="muted">
          {editedAt ? `${time} · ${t('community.edited')}` : time}
        </Text>
      </Stack>
    </Row>
  );
  return (
    <Row gap="s">
      <Box grow align="flex-start">
        {member ? <Press href={`/members/${member.id}`}>{who}</Press> : who}
      </Box>
      {actions}
    </Row>
  );
}

import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { useLabels } from '@/i18n/labels';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { Press } from '@/ui/press';
import { Text } from '@/ui/text';

import type { ConnectRequest } from '../queries';
import { useRelation } from '../relation';

/** A request that waits: who, what they wrote, and the answers to it. */
export function RequestCard({ request }: { request: ConnectRequest }) {
  const { t } = useTranslation();
  const { member, message, created_at } = request;
  const format = useFormat();
  const labels = useLabels();
  return (
    <Card padding="m" gap="m">
      <Press href={`/members/${member.id}`}>
        <Row gap="m">
          <Avatar name={member.username} photo={member.photo} country={member.country} />
          <Stack grow>
            <Text variant="strong" numberOfLines={1}>
              {member.username}
            </Text>
            <Text variant="small" tone="muted" numberOfLines={1}>
              {`${labels.country(member.country)} · ${t('connect.requests.asked', { date: format.date(created_at) })}`}
            </Text>
          </Stack>
        </Row>
      </Press>
      {message ? <Text>{t('connect.profile.quote', { text: message })}</Text> : null}
      <Answers request={request} />
    </Card>
  );
}

function Answers({ request: { id, direction, member } }: { request: ConnectRequest }) {
  const { t } = useTranslation();
  const status = direction === 'received' ? 'received' : 'requested';
  const relation = useRelation({ id: member.id, connection: { status, request_id: id } });
  const name = member.username;
  if (direction === 'sent') {
    return (
      <Row justify="flex-end">
        <Button
          compact
          kind="secondary"
          label={t('connect.cancel')}
          busy={relation.isBusy}
          onPress={relation.cancel}
        />
      </Row>
    );
  }
  return (
    <Row justify="flex-end" gap="s" role="group" aria-label={name}>
      <Button
        compact
        kind="quiet"
        label={t('connect.decline')}
        disabled={relation.isBusy}
        onPress={relation.decline}
      />
      <Button
        compact
        label={t('connect.accept')}
        busy={relation.isBusy}
        onPress={relation.accept}
      />
    </Row>
  );
}

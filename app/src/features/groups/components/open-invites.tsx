import { useTranslation } from 'react-i18next';

import { useFormat } from '@/i18n/format';
import { useSubmit } from '@/lib/submit';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { ErrorState, LoadingState } from '@/ui/states';
import { Heading, Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';
import { showToast } from '@/ui/toast';

import { type Invite, useInvites, useRevokeInvite } from '../queries';

/** The invitations that are good, each with a button to take it back. */
export function OpenInvites({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  return (
    <Stack gap="s">
      <Heading level={2} variant="strong">
        {t('groups.invites.open')}
      </Heading>
      <Invites roomId={roomId} />
    </Stack>
  );
}

function Invites({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  const invites = useInvites(roomId);
  if (invites.isPending) return <LoadingState />;
  if (!invites.data) {
    return <ErrorState error={invites.error} onRetry={() => void invites.refetch()} />;
  }
  const items = invites.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Text tone="muted">{t('groups.invites.none')}</Text>;
  return (
    <Stack role="list" aria-label={t('groups.invites.open')}>
      {items.map((invite) => (
        <InviteRow key={invite.id} invite={invite} roomId={roomId} />
      ))}
      {invites.hasNextPage ? (
        <Button
          compact
          kind="quiet"
          label={t('app.more')}
          busy={invites.isFetchingNextPage}
          onPress={() => void invites.fetchNextPage()}
        />
      ) : null}
    </Stack>
  );
}

function InviteRow({ invite, roomId }: { invite: Invite; roomId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const revoke = useRevokeInvite(roomId);
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const isLink = invite.kind === 'link';
  const name = invite.member?.username ?? t('chat.unknown_member');
  const go = () =>
    submit(
      () => revoke.mutateAsync(invite.id),
      () => showToast(t('groups.invites.revoked')),
    );
  return (
    <Row role="listitem" gap="m" borderBottom="border" paddingY="s">
      <Stack grow>
        <Text>{isLink ? t('groups.invites.used', { count: invite.use_count }) : name}</Text>
        <Text variant="small" tone="muted">
          {t('groups.invites.until', { date: format.dateTime(invite.expires_at) })}
        </Text>
      </Stack>
      <Button
        compact
        kind="secondary"
        label={t('groups.invites.revoke')}
        aria-description={
          isLink
            ? t('groups.invites.revoke_link', { date: format.dateTime(invite.created_at) })
            : t('groups.invites.revoke_member', { name })
        }
        busy={isBusy}
        onPress={go}
      />
    </Row>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useFormat } from '@/i18n/format';
import { useSubmit } from '@/lib/submit';
import { Box } from '@/ui/box';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { ListRow } from '@/ui/list-row';
import { Screen } from '@/ui/screen';
import { ErrorState, LoadingState } from '@/ui/states';
import { Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';
import { showToast } from '@/ui/toast';

import { deviceName } from './device-name';
import { useEndOtherSessions, useEndSession, useSessions } from './queries';

/** Where the account is logged in, with the way to end each. */
export default function SessionsScreen() {
  const { t } = useTranslation();
  const sessions = useSessions();
  if (sessions.isPending) return <LoadingState />;
  return (
    <Screen title={t('members.settings.sessions')}>
      <Text tone="muted">{t('members.settings.sessions_hint')}</Text>
      {sessions.isError ? (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : null}
      {sessions.data?.items.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
      {sessions.data?.items.some(({ is_current }) => !is_current) ? <EndOthers /> : null}
    </Screen>
  );
}

/** For whoever lost a phone and does not know which line it is. */
function EndOthers() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const end = useEndOtherSessions();
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const close = () => setAsking(false);
  const done = () => {
    showToast(t('members.settings.others_ended'));
    close();
  };
  return (
    <>
      <ListRow
        danger
        icon="logout"
        title={t('members.settings.end_others')}
        onPress={() => setAsking(true)}
      />
      <Confirm
        danger
        open={asking}
        title={t('members.settings.end_others')}
        text={t('members.settings.end_others_text')}
        confirm={t('members.settings.end_session')}
        busy={isBusy}
        onConfirm={() => submit(() => end.mutateAsync(), done)}
        onClose={close}
      />
    </>
  );
}

function SessionRow({ session }: { session: Schema<'SessionView'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = useEndSession();
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  return (
    <ListRow
      title={deviceName(session.user_agent) ?? t(`members.settings.client_${session.client}`)}
      subtitle={t('members.settings.last_used', { when: format.dateTime(session.last_used_at) })}
      trailing={
        session.is_current ? (
          <Box>
            <Text variant="label" tone="brand">
              {t('members.settings.this_device')}
            </Text>
          </Box>
        ) : (
          <Button
            compact
            kind="quiet"
            label={t('members.settings.end_session')}
            busy={isBusy}
            onPress={() => submit(() => end.mutateAsync(session.id))}
          />
        )
      }
    />
  );
}

import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useFormat } from '@/i18n/format';
import { useSubmit } from '@/lib/submit';
import { Box } from '@/ui/box';
import { Button } from '@/ui/button';
import { ListRow } from '@/ui/list-row';
import { Screen } from '@/ui/screen';
import { ErrorState, LoadingState } from '@/ui/states';
import { Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';

import { deviceName } from './device-name';
import { useEndSession, useSessions } from './queries';

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
    </Screen>
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

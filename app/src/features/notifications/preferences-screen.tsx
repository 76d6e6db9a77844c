import { useTranslation } from 'react-i18next';

import { Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Screen } from '@/ui/screen';
import { ErrorState, LoadingState } from '@/ui/states';
import { Switch } from '@/ui/switch';
import { Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';

import { openPhoneSettings, usePushPermission } from './push-permission';
import { usePreferences, useSetPreferences } from './queries';

/** Whether the member's phones ring. */
export default function NotificationPreferencesScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('notifications.preferences.title')}>
      <PushSwitch />
      <PermissionHint />
    </Screen>
  );
}

function PushSwitch() {
  const { t } = useTranslation();
  const preferences = usePreferences();
  const save = useSetPreferences();
  const onError = useTellError();
  if (preferences.isPending) return <LoadingState />;
  if (!preferences.data) {
    return <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />;
  }
  const change = (push_enabled: boolean) => save.mutate({ push_enabled }, { onError });
  return (
    <Stack gap="xxs">
      <Switch
        label={t('notifications.preferences.push')}
        value={preferences.data.push_enabled}
        disabled={save.isPending}
        onChange={change}
      />
      <Text variant="small" tone="muted">
        {t('notifications.preferences.push_hint')}
      </Text>
    </Stack>
  );
}

function PermissionHint() {
  const { t } = useTranslation();
  const permission = usePushPermission();
  if (permission === 'unavailable') {
    return (
      <Text variant="small" tone="muted">
        {t('notifications.preferences.phones_only')}
      </Text>
    );
  }
  if (permission !== 'denied') return null;
  return (
    <Stack gap="s" align="flex-start">
      <Text variant="small" tone="danger">
        {t('notifications.preferences.denied')}
      </Text>
      <Button
        compact
        kind="secondary"
        label={t('notifications.preferences.open_settings')}
        onPress={openPhoneSettings}
      />
    </Stack>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { LogOutQuestion } from '@/features/auth/log-out-question';
import { useMe, useUpdateMe } from '@/features/me/queries';
import { languageNames } from '@/i18n/languages';
import { Stack } from '@/ui/box';
import { ListRow } from '@/ui/list-row';
import { Screen } from '@/ui/screen';
import { Switch } from '@/ui/switch';
import { Heading, Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';

import { settingsLinks } from './links';

export default function SettingsScreen() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Screen title={t('members.settings.title')}>
      <Stack>
        <ListRow icon="edit" title={t('members.me.edit')} href="/profile-edit" />
        <ListRow
          icon="globe"
          title={t('app.language')}
          subtitle={languageNames[me.locale]}
          href="/settings/language"
        />
        {settingsLinks.map((link) => (
          <ListRow key={link.name} icon={link.icon} title={link.label(t)} href={link.href} />
        ))}
      </Stack>
      <Stack>
        <Heading level={2}>{t('members.settings.account')}</Heading>
        <PrivateSwitch />
        <PresenceSwitch />
        <ListRow
          icon="mail"
          title={t('members.settings.email')}
          subtitle={me.email}
          href="/settings/email"
        />
        <ListRow icon="lock" title={t('members.settings.password')} href="/settings/password" />
        <ListRow icon="eye" title={t('members.settings.sessions')} href="/settings/sessions" />
        <LogOutRow />
      </Stack>
    </Screen>
  );
}

/** Hidden from others, and then others from oneself. */
function PresenceSwitch() {
  const { t } = useTranslation();
  const me = useMe();
  const save = useUpdateMe();
  const onError = useTellError();
  const change = (shows_presence: boolean) => save.mutate({ shows_presence }, { onError });
  return (
    <Stack gap="xxs">
      <Switch
        label={t('members.settings.presence')}
        value={me.shows_presence}
        disabled={save.isPending}
        onChange={change}
      />
      <Text variant="small" tone="muted">
        {t('members.settings.presence_hint')}
      </Text>
    </Stack>
  );
}

function PrivateSwitch() {
  const { t } = useTranslation();
  const me = useMe();
  const save = useUpdateMe();
  const onError = useTellError();
  const change = (is_private: boolean) => save.mutate({ is_private }, { onError });
  return (
    <Stack gap="xxs">
      <Switch
        label={t('members.settings.private')}
        value={me.is_private}
        disabled={save.isPending}
        onChange={change}
      />
      <Text variant="small" tone="muted">
        {t('members.settings.private_hint')}
      </Text>
    </Stack>
  );
}

function LogOutRow() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ListRow
        danger
        icon="logout"
        title={t('members.settings.log_out')}
        onPress={() => setAsking(true)}
      />
      <LogOutQuestion open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

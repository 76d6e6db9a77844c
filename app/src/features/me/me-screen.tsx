import { useTranslation } from 'react-i18next';

import { Stack } from '@/ui/box';
import { IconButton } from '@/ui/icon-button';
import { ListRow } from '@/ui/list-row';
import { Screen } from '@/ui/screen';

import { ProfileView } from './components/profile-view';
import { meLinks } from './links';
import { useMe } from './queries';

/** The member's own page. */
export default function MeScreen() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Screen
      title={t('members.me.title')}
      header="plain"
      actions={<IconButton icon="settings" label={t('members.settings.title')} href="/settings" />}
    >
      <ProfileView me={me} />
      <Stack>
        {meLinks.map((link) => (
          <ListRow key={link.name} icon={link.icon} title={link.label(t)} href={link.href} />
        ))}
      </Stack>
    </Screen>
  );
}

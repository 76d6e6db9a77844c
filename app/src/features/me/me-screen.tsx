import { useTranslation } from 'react-i18next';

import { IconButton } from '@/ui/icon-button';
import { Screen } from '@/ui/screen';

import { ProfileView } from './components/profile-view';
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
    </Screen>
  );
}

import { useTranslation } from 'react-i18next';

import { useLayout } from '@/theme/use-layout';
import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

import { ConnectionNotice } from './components/connection-notice';
import { GroupButtons } from './components/group-buttons';
import { RoomList } from './components/room-list';
import { SearchLink } from './components/search-link';

/** The conversations; beside an open list there is only the hint to choose one. */
export default function RoomsScreen() {
  const { t } = useTranslation();
  const { rail } = useLayout();
  if (rail !== 'none') {
    return (
      <Screen title={t('chat.title')} header="none" width="full">
        <EmptyState icon="chat" title={t('chat.choose.title')} text={t('chat.choose.text')} />
      </Screen>
    );
  }
  return (
    <Screen
      title={t('chat.title')}
      header="plain"
      scroll={false}
      padding="none"
      gap="none"
      actions={
        <>
          <SearchLink />
          <GroupButtons />
        </>
      }
    >
      <ConnectionNotice />
      <RoomList />
    </Screen>
  );
}

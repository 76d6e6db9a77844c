import { useLocalSearchParams } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

import { FoundList } from './components/found-list';
import { KeptRow } from './components/kept-row';
import { useBookmarkedMessages } from './found-queries';

/** The messages that the member keeps, each with its words and their translation. */
export default function BookmarksScreen() {
  const { t } = useTranslation();
  const { room_id } = useLocalSearchParams<{ room_id?: string }>();
  return (
    <Screen title={t('chat.bookmarks.title')} scroll={false} padding="none">
      <FoundList
        query={useBookmarkedMessages(room_id)}
        label={t('chat.bookmarks.title')}
        render={(one) => <KeptRow found={one} />}
        empty={
          <EmptyState
            icon="bookmark-outline"
            title={t('chat.bookmarks.none')}
            text={t('chat.bookmarks.none_text')}
          />
        }
      />
    </Screen>
  );
}

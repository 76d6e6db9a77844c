import { useTranslation } from 'react-i18next';

import { useLayout } from '@/theme/use-layout';
import { Row } from '@/ui/box';
import { Panes } from '@/ui/panes';
import { Heading } from '@/ui/text';

import { ChatPages } from './chat-pages';
import { GroupButtons } from './components/group-buttons';
import { RoomList } from './components/room-list';
import { SearchLink } from './components/search-link';

/** On a desktop the list of conversations stays beside the open one. */
export default function ChatLayout() {
  const { rail } = useLayout();
  const { t } = useTranslation();
  if (rail === 'none') return <ChatPages />;
  return (
    <Panes side={<Side />} sideLabel={t('chat.rooms')}>
      <ChatPages />
    </Panes>
  );
}

function Side() {
  const { t } = useTranslation();
  return (
    <>
      <Row paddingX="l" minHeight={72} justify="space-between">
        <Heading level={2}>{t('chat.title')}</Heading>
        <Row>
          <SearchLink />
          <GroupButtons />
        </Row>
      </Row>
      <RoomList beside />
    </>
  );
}

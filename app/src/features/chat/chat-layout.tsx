import { useTranslation } from 'react-i18next';

import { useLayout } from '@/theme/use-layout';
import { Box } from '@/ui/box';
import { Panes } from '@/ui/panes';
import { Heading } from '@/ui/text';

import { ChatPages } from './chat-pages';
import { RoomList } from './components/room-list';

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
      <Box padding="l">
        <Heading level={2}>{t('chat.title')}</Heading>
      </Box>
      <RoomList beside />
    </>
  );
}

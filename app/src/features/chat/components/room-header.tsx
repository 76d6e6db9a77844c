import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import { engine, type RoomView } from '@/realtime';
import { useLayout } from '@/theme/use-layout';
import { Box, Row } from '@/ui/box';
import { IconButton } from '@/ui/icon-button';
import { SafeTop } from '@/ui/safe-top';
import { Switch } from '@/ui/switch';
import { Heading } from '@/ui/text';
import { showToast } from '@/ui/toast';

import { useRoomName } from '../names';
import { type RoomDialog, RoomMenu } from './room-menu';
import { RoomStatus } from './room-status';

/** Who one talks to, the menu, and the switch that translates everything. */
export function RoomHeader({ room }: { room: RoomView | undefined }) {
  const { t } = useTranslation();
  const router = useRouter();
  const { rail } = useLayout();
  const [dialog, setDialog] = useState<RoomDialog>(null);
  const name = useRoomName()(room);
  const goBack = () => (router.canGoBack() ? router.back() : router.replace('/chat'));
  return (
    <SafeTop>
      <Row paddingX="s" gap="xs" minHeight={52}>
        {rail === 'none' ? (
          <IconButton icon="back" label={t('app.back')} onPress={goBack} />
        ) : (
          <Box width={8} />
        )}
        <Box grow>
          <Heading level={1} variant="title" numberOfLines={1}>
            {room ? name : ''}
          </Heading>
          {room ? <RoomStatus room={room} /> : null}
        </Box>
        {room ? (
          <IconButton icon="menu" label={t('chat.menu.open')} onPress={() => setDialog('menu')} />
        ) : null}
      </Row>
      {room ? <AlwaysTranslate room={room} /> : null}
      {room ? <RoomMenu room={room} open={dialog} onChange={setDialog} /> : null}
    </SafeTop>
  );
}

function AlwaysTranslate({ room }: { room: RoomView }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const change = (auto_translate: boolean) => {
    setBusy(true);
    engine()
      .setPreferences(room.id, { auto_translate })
      .catch((error: unknown) => showToast(errorLine(error, t)))
      .finally(() => setBusy(false));
  };
  return (
    <Row justify="flex-end" paddingX="l">
      <Switch
        inline
        label={room.auto_translate ? t('chat.always_translate.on') : t('chat.always_translate.off')}
        value={room.auto_translate}
        disabled={busy}
        onChange={change}
      />
    </Row>
  );
}

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { engine, useConnection } from '@/realtime';
import { closeCodes } from '@/realtime/schema';
import { Notice } from '@/ui/notice';

/** A connection that comes back at once is not worth a word. */
const quiet = 2_500;
/** The close code of the oldest window, when a member opens too many. */
const replaced = closeCodes.replaced.code;

/** Says that nothing comes in right now, and that nothing is lost by it. */
export function ConnectionNotice() {
  const connection = useConnection();
  if (connection.name === 'live') return null;
  return <Down connection={connection} />;
}

function Down({ connection }: { connection: ReturnType<typeof useConnection> }) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), quiet);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return null;
  const again = { label: t('chat.connection.again'), onPress: () => engine().wake() };
  if (connection.name === 'refused') {
    const isReplaced = connection.code === replaced;
    const text = isReplaced ? t('chat.connection.replaced') : t('chat.connection.refused');
    return <Notice icon="warning" text={text} action={again} />;
  }
  if (connection.name === 'waiting') {
    return <Notice icon="warning" text={t('chat.connection.offline')} action={again} />;
  }
  return <Notice icon="clock" text={t('chat.connection.connecting')} />;
}

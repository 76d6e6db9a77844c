import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { resumeBackground, useBackground } from '@/features/translation/background';
import { errorLine } from '@/i18n/describe-error';
import { Notice } from '@/ui/notice';

const pause = 60_000;

/** Why messages stay as they were written although the switch is on; after a minute it is tried again. */
export function AutoTranslationNotice({ enabled }: { enabled: boolean }) {
  const { t } = useTranslation();
  const { error } = useBackground();
  useEffect(() => {
    if (!error) return;
    const timer = setTimeout(resumeBackground, pause);
    return () => clearTimeout(timer);
  }, [error]);
  if (!enabled || !error) return null;
  const text = t('chat.always_translate.failed', { reason: errorLine(error, t) });
  return (
    <Notice
      icon="translate"
      text={text}
      action={{ label: t('app.close'), onPress: resumeBackground }}
    />
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isToldInBackground, useBackground } from '@/features/translation/background';
import { useAskTranslation, useTranslated } from '@/features/translation/queries';
import { errorLine } from '@/i18n/describe-error';
import type { MessageView } from '@/realtime';
import { showToast } from '@/ui/toast';

/**
 * A message in the reader's language, because they asked for it or because the switch of the room is on. The original
 * is always one press away.
 */
export function useMessageTranslation(message: MessageView, auto: boolean) {
  const { t } = useTranslation();
  const paused = useBackground((background) => background.paused);
  const [wish, setWish] = useState<'translation' | 'original' | null>(null);
  const asked = wish === 'translation';
  const can = message.body !== '' && !message.deleted_at;
  // A reaction changes the message, not its words.
  const subject = { message_id: message.id, version: message.edited_at ?? message.seq };
  const ask = useAskTranslation(subject);
  const query = useTranslated(subject, {
    enabled: can && (asked || (auto && wish === null && !paused)),
    background: !asked,
  });
  // The line above the messages says it as long as the switch of the room is on.
  const tell = (error: unknown) => {
    if (!auto || !isToldInBackground(error)) showToast(errorLine(error, t));
  };

  const result = query.data?.texts.find(({ field }) => field === 'body');
  const wanted = asked || (auto && wish === null);
  const translation = wanted && result && !result.is_original ? result : null;
  return {
    can,
    translation,
    busy: query.isFetching,
    /** It was in the reader's language all along. */
    same: wanted && (result?.is_original ?? false),
    toggle: () => {
      setWish(translation ? 'original' : 'translation');
      if (!translation) ask().catch(tell);
    },
  };
}

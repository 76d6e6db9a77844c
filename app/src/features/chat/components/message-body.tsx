import { useTranslation } from 'react-i18next';

import type { Schema, SpokenLanguage } from '@/api/types';
import { useMe } from '@/features/me/queries';
import { useLabels } from '@/i18n/labels';
import type { MessageView } from '@/realtime';
import { LinkedText } from '@/ui/linked-text';
import { Text } from '@/ui/text';

type MessageBodyProps = {
  message: MessageView;
  own: boolean;
  translation?: Schema<'TranslatedText'> | null;
};

/** The words of a message, or of its translation with where it comes from. */
export function MessageBody({ message, own, translation }: MessageBodyProps) {
  const { t } = useTranslation();
  const { locale } = useMe();
  const tone = own ? 'onBubbleOwn' : 'onBubbleOther';
  if (message.deleted_at) {
    return (
      <Text tone={tone} variant="small">
        {t('chat.deleted')}
      </Text>
    );
  }
  if (message.body === '') return null;
  return (
    <>
      <LinkedText tone={tone} selectable lang={translation ? locale : undefined}>
        {translation?.text ?? message.body}
      </LinkedText>
      {translation?.source_language ? <Source language={translation.source_language} /> : null}
      {message.edited_at ? (
        <Text variant="caption" tone={tone}>
          {t('chat.edited')}
        </Text>
      ) : null}
    </>
  );
}

function Source({ language }: { language: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <Text variant="caption" tone="onBubbleOther">
      {t('chat.translate.from', { language: labels.language(language as SpokenLanguage) })}
    </Text>
  );
}

import { useTranslation } from 'react-i18next';

import { Text } from '@/ui/text';
import { TextButton } from '@/ui/text-button';

import type { useMessageTranslation } from '../translation';

type TranslateButtonProps = Omit<ReturnType<typeof useMessageTranslation>, 'can'> & {
  message: string;
};

/** The word beside a message that turns it into the reader's language, and back. */
export function TranslateButton({
  message,
  translation,
  busy,
  same,
  toggle,
}: TranslateButtonProps) {
  const { t } = useTranslation();
  if (busy) return <Muted>{t('chat.translate.busy')}</Muted>;
  if (same) return <Muted>{t('chat.translate.same')}</Muted>;
  if (translation) return <TextButton label={t('chat.translate.original')} onPress={toggle} />;
  return (
    <TextButton
      label={t('chat.translate.show')}
      description={t('chat.translate.describe', { text: message })}
      onPress={toggle}
    />
  );
}

function Muted({ children }: { children: string }) {
  return (
    <Text variant="caption" tone="muted" role="status">
      {children}
    </Text>
  );
}

import { openURL } from 'expo-linking';
import { useTranslation } from 'react-i18next';

import type { MessageView } from '@/realtime';
import { PreviewCard } from '@/ui/preview-card';

/** What the page behind a message's link says about itself. */
export function LinkCard({ message }: { message: Pick<MessageView, 'preview'> }) {
  const { t } = useTranslation();
  const { preview } = message;
  if (!preview) return null;
  const host = hostOf(preview.url);
  return (
    <PreviewCard
      title={preview.title}
      description={preview.description}
      site={preview.site_name || host}
      image={preview.image}
      label={t('chat.link.open', { title: preview.title, site: host })}
      onPress={() => void openURL(preview.url)}
    />
  );
}

function hostOf(url: string): string {
  return /^https?:\/\/([^/?#:]+)/i.exec(url)?.[1] ?? '';
}

import { useTranslation } from 'react-i18next';

import { Text } from '@/ui/text';

export const longest = 2_000;
/** The count is shown when it begins to matter. */
const countFrom = 1_800;

export function Count({ text }: { text: string }) {
  const { t } = useTranslation();
  const count = lengthOf(text);
  if (count < countFrom) return null;
  return (
    <Text variant="caption" tone={count > longest ? 'danger' : 'muted'} role="status">
      {t('chat.composer.left', { count, max: longest })}
    </Text>
  );
}

/** As the server counts: an emoji is one character. */
export function lengthOf(text: string): number {
  return [...text].length;
}

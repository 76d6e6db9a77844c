import { useTranslation } from 'react-i18next';

import { IconButton } from '@/ui/icon-button';

/** The way to the search in all conversations. */
export function SearchLink() {
  const { t } = useTranslation();
  return <IconButton icon="search" label={t('chat.search.title')} href="/messages/search" />;
}

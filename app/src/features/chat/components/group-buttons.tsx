import { useTranslation } from 'react-i18next';

import { IconButton } from '@/ui/icon-button';

/** From the conversations to the groups that one is not in, and to a new one. */
export function GroupButtons() {
  const { t } = useTranslation();
  return (
    <>
      <IconButton icon="people" label={t('groups.find')} href="/groups" />
      <IconButton icon="plus" color="textBrand" label={t('groups.new')} href="/groups/new" />
    </>
  );
}

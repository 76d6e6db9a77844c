import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ReportDialog } from '@/features/moderation/report-dialog';
import { ListRow } from '@/ui/list-row';

/** Tells the moderators of Dife about a group, whether one is in it or not. */
export function ReportGroup({ id }: { id: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <ListRow
        icon="flag"
        title={t('moderation.report.title.group')}
        onPress={() => setOpen(true)}
      />
      <ReportDialog target={{ kind: 'group', id }} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

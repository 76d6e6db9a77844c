import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { BlockQuestion } from '@/features/moderation/block-question';
import { ReportDialog } from '@/features/moderation/report-dialog';
import { IconButton } from '@/ui/icon-button';
import { Menu } from '@/ui/menu';

import type { Person } from '../queries';

/** Behind the three dots of a profile: report and block. */
export function MemberMenu({ person }: { person: Person }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'menu' | 'report' | 'block' | null>(null);
  const router = useRouter();
  const close = () => setOpen(null);
  const leave = () => (router.canGoBack() ? router.back() : router.replace('/connect'));
  const title = t('connect.profile.menu', { name: person.username });
  return (
    <>
      <IconButton icon="kebab" label={title} aria-haspopup="menu" onPress={() => setOpen('menu')} />
      <Menu.Root open={open === 'menu'} onClose={close} title={title}>
        <Menu.Item
          icon="flag"
          label={t('moderation.report.title.member')}
          onPress={() => setOpen('report')}
        />
        <Menu.Item
          danger
          icon="block"
          label={t('moderation.block.action')}
          onPress={() => setOpen('block')}
        />
      </Menu.Root>
      <ReportDialog
        target={{ kind: 'member', id: person.id }}
        open={open === 'report'}
        onClose={close}
      />
      <BlockQuestion member={person} open={open === 'block'} onClose={close} onBlocked={leave} />
    </>
  );
}

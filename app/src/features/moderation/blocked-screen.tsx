import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useFormat } from '@/i18n/format';
import { useSubmit } from '@/lib/submit';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';
import { PagedList } from '@/ui/paged-list';
import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';
import { Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';
import { showToast } from '@/ui/toast';

import { useBlocks, useUnblock } from './queries';

/** Whom the member blocked, and the way to let them be seen again. */
export default function BlockedScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('moderation.blocked.title')} scroll={false} padding="none" gap="none">
      <PagedList
        query={useBlocks()}
        keyOf={({ member }) => member.id}
        label={t('moderation.blocked.title')}
        render={(blocked) => <BlockedRow blocked={blocked} />}
        empty={
          <EmptyState
            icon="block"
            title={t('moderation.blocked.empty.title')}
            text={t('moderation.blocked.empty.text')}
          />
        }
      />
    </Screen>
  );
}

function BlockedRow({ blocked: { member, blocked_at } }: { blocked: Schema<'BlockedMember'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unblock = useUnblock();
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const [asking, setAsking] = useState(false);
  const name = member.username;
  const go = () =>
    submit(async () => {
      await unblock.mutateAsync(member.id).finally(() => setAsking(false));
      // Here, because the row is gone by the time that it is done.
      showToast(t('moderation.unblock.done', { name }));
    });
  return (
    <Row gap="m" borderBottom="border" paddingY="s">
      <Avatar name={name} country={member.country} />
      <Stack grow>
        <Text variant="strong" numberOfLines={1}>
          {name}
        </Text>
        <Text variant="small" tone="muted" numberOfLines={1}>
          {t('moderation.blocked.since', { date: format.date(blocked_at) })}
        </Text>
      </Stack>
      <Button
        compact
        kind="secondary"
        label={t('moderation.unblock.action')}
        onPress={() => setAsking(true)}
      />
      <Confirm
        open={asking}
        title={t('moderation.unblock.title', { name })}
        text={t('moderation.unblock.text')}
        confirm={t('moderation.unblock.action')}
        busy={isBusy}
        onConfirm={go}
        onClose={() => setAsking(false)}
      />
    </Row>
  );
}

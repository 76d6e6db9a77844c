import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Box } from '@/ui/box';
import { ChipGroup } from '@/ui/chip';
import { Fill } from '@/ui/fill';
import { PagedList } from '@/ui/paged-list';
import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';

import { RequestCard } from './components/request-card';
import { type Direction, useRequests } from './queries';

const directions = ['received', 'sent'] as const satisfies readonly Direction[];

/** Requests that wait for an answer: the member's, or others'. */
export default function RequestsScreen() {
  const { t } = useTranslation();
  const [direction, setDirection] = useState<Direction>('received');
  return (
    <Screen title={t('connect.requests.title')} scroll={false} padding="none" gap="none">
      <Box paddingX="l">
        <ChipGroup
          label={t('connect.requests.which')}
          options={directions.map((code) => ({ code, label: t(`connect.requests.${code}`) }))}
          selected={[direction]}
          onChange={([chosen]) => setDirection(chosen ?? 'received')}
          max={1}
        />
      </Box>
      <Fill>
        <Requests key={direction} direction={direction} />
      </Fill>
    </Screen>
  );
}

function Requests({ direction }: { direction: Direction }) {
  const { t } = useTranslation();
  const router = useRouter();
  const none = direction === 'received' ? 'none_received' : 'none_sent';
  return (
    <PagedList
      query={useRequests(direction)}
      keyOf={(request) => request.id}
      label={t(`connect.requests.${direction}`)}
      render={(request) => <RequestCard request={request} />}
      empty={
        <EmptyState
          icon="person-plus"
          title={t(`connect.requests.${none}.title`)}
          text={t(`connect.requests.${none}.text`)}
          action={{ label: t('connect.deck.find'), onPress: () => router.navigate('/connect') }}
        />
      }
    />
  );
}

import { useTranslation } from 'react-i18next';

import { Deck } from '@/features/connect/components/deck';
import { useRequests } from '@/features/connect/queries';
import { BellButton } from '@/features/notifications/components/bell-button';
import { useLayout } from '@/theme/use-layout';
import { Box, Row, Stack } from '@/ui/box';
import { Card } from '@/ui/card';
import { Icon } from '@/ui/icon';
import type { IconName } from '@/ui/icon-paths';
import { Logo } from '@/ui/logo';
import { SafeTop } from '@/ui/safe-top';
import { Screen } from '@/ui/screen';
import { Heading, Text } from '@/ui/text';
import { WaveBackdrop } from '@/ui/wave-backdrop';

/** The first page: people to meet, and the ways to those one knows already. */
export default function HomeScreen() {
  const { t } = useTranslation();
  const { rail } = useLayout();
  return (
    <Screen title={t('app.tabs.home')} header="none" width="full" padding="none" gap="none">
      <WaveBackdrop />
      <SafeTop>
        <Row justify="space-between" paddingX="l" paddingY="s">
          {rail === 'wide' ? <Box /> : <Logo color="onBrand" />}
          <BellButton />
        </Row>
        <Stack gap="s" width="100%" maxWidth={480} alignSelf="center" paddingBottom="xl">
          <Row gap="s" paddingX="xxxl" wrap>
            <Heading level={1} variant="title" tone="onBrand">
              {t('connect.title')}
            </Heading>
            <Text variant="small" tone="onBrandMuted">
              {t('connect.tagline')}
            </Text>
          </Row>
          <Deck />
          <Row gap="l" align="stretch" paddingX="xxxl" paddingTop="l">
            <RequestsCard />
            <WayCard icon="people" title={t('connect.friends.title')} href="/connect/friends" />
          </Row>
        </Stack>
      </SafeTop>
    </Screen>
  );
}

function RequestsCard() {
  const { t } = useTranslation();
  const waiting = useRequests('received').data?.pages[0]?.items.length ?? 0;
  return (
    <WayCard
      icon="person-plus"
      title={
        waiting
          ? t('connect.requests.title_waiting', { count: waiting })
          : t('connect.requests.title')
      }
      href="/connect/requests"
    />
  );
}

type WayCardProps = {
  icon: IconName;
  title: string;
  href: '/connect/requests' | '/connect/friends';
};

function WayCard({ icon, title, href }: WayCardProps) {
  return (
    <Stack shrink width="50%">
      <Card raised href={href} padding="m" gap="m">
        <Text variant="strong">{title}</Text>
        <Row justify="flex-end">
          <Icon name={icon} color="chipBorder" size={48} />
        </Row>
      </Card>
    </Stack>
  );
}

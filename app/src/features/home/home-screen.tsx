import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import { BellButton } from '@/features/notifications/components/bell-button';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { BrandHeader } from '@/ui/brand-header';
import { Logo } from '@/ui/logo';
import { Screen } from '@/ui/screen';
import { Heading, Text } from '@/ui/text';

/** The first page: a greeting, then what the other parts have to show. */
export default function HomeScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const name = me.username ?? '';
  return (
    <Screen title={t('app.tabs.home')} header="none" width="full" padding="none" gap="none">
      <BrandHeader>
        <Row justify="space-between">
          <Logo color="onBrand" />
          <BellButton />
        </Row>
        <Row gap="m">
          <Avatar name={name} photo={me.photo} country={me.country} />
          <Stack grow>
            <Heading level={1} tone="onBrand" variant="title">
              {t('app.home.greeting', { name })}
            </Heading>
            <Text tone="onBrandMuted" variant="small">
              {t('app.tagline')}
            </Text>
          </Stack>
        </Row>
      </BrandHeader>
    </Screen>
  );
}

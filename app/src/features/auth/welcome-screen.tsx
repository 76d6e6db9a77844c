import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useLayout } from '@/theme/use-layout';
import { Box, Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Icon } from '@/ui/icon';
import type { IconName } from '@/ui/icon-paths';
import { IconButton } from '@/ui/icon-button';
import { LanguageSheet } from '@/ui/language-sheet';
import { Curve, Logo } from '@/ui/logo';
import { Screen } from '@/ui/screen';
import { Heading, Text } from '@/ui/text';

const slides = [
  { name: 'connect', icon: 'people' },
  { name: 'chat', icon: 'chat' },
  { name: 'board', icon: 'board' },
] as const satisfies readonly { name: string; icon: IconName }[];

/** The landing page: what Dife is for, in three slides, and the two ways in. */
export default function WelcomeScreen() {
  const { t } = useTranslation();
  const { hasBrand } = useLayout();
  const [choosing, setChoosing] = useState(false);
  const [index, setIndex] = useState(0);
  return (
    <Screen title="Dife" header="none" width="form" padding="none" footer={<WaysIn />}>
      <Row justify={hasBrand ? 'flex-end' : 'space-between'} padding="l" paddingBottom="none">
        {hasBrand ? null : <Logo color="textBrand" />}
        <IconButton icon="globe" label={t('app.language')} onPress={() => setChoosing(true)} />
      </Row>
      {hasBrand ? null : (
        <Stack gap="xs">
          <Curve color="tabActive" />
          <Text variant="label" tone="brand" align="center">
            {t('app.tagline')}
          </Text>
        </Stack>
      )}
      <Slide index={index} />
      <Row justify="space-between" paddingX="l">
        <IconButton
          icon="back"
          label={t('auth.welcome.previous')}
          disabled={index === 0}
          onPress={() => setIndex(index - 1)}
        />
        <Row gap="s" aria-hidden>
          {slides.map((slide, at) => (
            <Box
              key={slide.name}
              width={at === index ? 24 : 8}
              height={8}
              radius="full"
              background={at === index ? 'tabActive' : 'border'}
            />
          ))}
        </Row>
        <IconButton
          icon="forward"
          label={t('auth.welcome.next')}
          disabled={index === slides.length - 1}
          onPress={() => setIndex(index + 1)}
        />
      </Row>
      <LanguageSheet open={choosing} onClose={() => setChoosing(false)} />
    </Screen>
  );
}

function Slide({ index }: { index: number }) {
  const { t } = useTranslation();
  const slide = slides[index] ?? slides[0];
  return (
    <Stack align="center" gap="m" grow justify="center" padding="l" role="group" aria-live="polite">
      <Box background="sunken" radius="full" padding="xl">
        <Icon name={slide.icon} color="tabActive" size={56} />
      </Box>
      <Heading level={1} align="center">
        {t(`auth.welcome.${slide.name}.title`)}
      </Heading>
      <Text tone="muted" align="center">
        {t(`auth.welcome.${slide.name}.text`)}
      </Text>
    </Stack>
  );
}

function WaysIn() {
  const { t } = useTranslation();
  return (
    <Stack gap="s">
      <Button label={t('auth.welcome.sign_up')} href="/sign-up" />
      <Button kind="secondary" label={t('auth.welcome.login')} href="/login" />
    </Stack>
  );
}

import { useTranslation } from 'react-i18next';

import { Box, Row, Stack } from '@/ui/box';
import { Icon } from '@/ui/icon';
import type { IconName } from '@/ui/icon-paths';
import { Text } from '@/ui/text';

import { type Reason, useReasonSentence } from '../reasons';

const icons: Record<Reason['kind'], IconName> = {
  speaks_what_you_learn: 'translate',
  learns_what_you_speak: 'globe',
  shared_hobby: 'heart-outline',
  same_campus: 'school',
};

/** What speaks for the two getting on, the most telling first. */
export function Reasons({ reasons, max }: { reasons: readonly Reason[]; max?: number }) {
  const { t } = useTranslation();
  const sentence = useReasonSentence();
  if (reasons.length === 0) return null;
  return (
    <Stack role="list" gap="xs" aria-label={t('connect.deck.why')}>
      {reasons.slice(0, max).map((reason) => (
        <Row key={`${reason.kind} ${reason.language} ${reason.hobby}`} role="listitem" gap="s">
          <Box>
            <Icon name={icons[reason.kind]} color="textBrand" size={16} />
          </Box>
          <Box shrink>
            <Text variant="small" tone="brand">
              {sentence(reason)}
            </Text>
          </Box>
        </Row>
      ))}
    </Stack>
  );
}

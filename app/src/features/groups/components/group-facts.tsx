import { useTranslation } from 'react-i18next';

import { useLabels } from '@/i18n/labels';
import { Row } from '@/ui/box';
import { Tag } from '@/ui/chip';
import { HiddenText } from '@/ui/hidden-text';
import { Icon } from '@/ui/icon';
import type { IconName } from '@/ui/icon-paths';
import { Text } from '@/ui/text';

import type { GroupCard } from '../queries';

export type Facts = Pick<
  GroupCard,
  'topics' | 'languages' | 'purposes' | 'member_count' | 'max_members' | 'like_count' | 'is_private'
>;

/** What a group is about, as tags. */
export function GroupTags({ topics, languages, purposes }: Facts) {
  const labels = useLabels();
  const words = [
    ...topics.map(labels.hobby),
    ...languages.map(labels.language),
    ...purposes.map(labels.purpose),
  ];
  if (words.length === 0) return null;
  return (
    <Row wrap gap="xs">
      {words.map((word) => (
        <Tag key={word}>{word}</Tag>
      ))}
    </Row>
  );
}

/** How many are in it, how many like it, and whether one needs a key. */
export function GroupNumbers({ member_count: count, max_members: max, ...facts }: Facts) {
  const { t } = useTranslation();
  return (
    <Row wrap gap="m">
      <Number
        icon="people"
        shown={t('groups.seats_short', { count, max })}
        spoken={t('groups.seats', { count, max })}
      />
      <Number
        icon="heart"
        shown={String(facts.like_count)}
        spoken={t('groups.likes', { count: facts.like_count })}
      />
      {facts.is_private ? (
        <Row gap="xs">
          <Icon name="lock" color="textMuted" size={16} />
          <Text variant="small" tone="muted">
            {t('groups.private')}
          </Text>
        </Row>
      ) : null}
    </Row>
  );
}

type NumberProps = { icon: IconName; shown: string; spoken: string };

function Number({ icon, shown, spoken }: NumberProps) {
  return (
    <Row gap="xs">
      <Icon name={icon} color="textMuted" size={16} />
      <Text variant="small" tone="muted" aria-hidden>
        {shown}
      </Text>
      <HiddenText>{spoken}</HiddenText>
    </Row>
  );
}

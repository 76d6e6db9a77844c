import { useTranslation } from 'react-i18next';

import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Card } from '@/ui/card';
import { Tag } from '@/ui/chip';
import { Text } from '@/ui/text';

import type { GroupCard } from '../queries';
import { GroupNumbers, GroupTags } from './group-facts';

/** A group in a list. */
export function GroupRow({ group }: { group: GroupCard }) {
  return (
    <Card href={`/groups/${group.id}`} padding="m">
      <GroupSummary group={group} />
    </Card>
  );
}

type GroupSummaryProps = { group: Omit<GroupCard, 'id' | 'created_at' | 'has_password'> };

/** What others see of a group at a glance. */
export function GroupSummary({ group }: GroupSummaryProps) {
  return (
    <Row gap="m" align="flex-start">
      <Avatar name={group.name} photo={group.picture} size="l" />
      <Stack grow gap="xs">
        <Row gap="s">
          <Text variant="strong" numberOfLines={1} shrink>
            {group.name}
          </Text>
          <Standing group={group} />
        </Row>
        {group.description ? (
          <Text variant="small" numberOfLines={2}>
            {group.description}
          </Text>
        ) : null}
        <GroupNumbers {...group} />
        <GroupTags {...group} />
      </Stack>
    </Row>
  );
}

function Standing({ group }: GroupSummaryProps) {
  const { t } = useTranslation();
  if (group.standing === 'member') return <Tag shared>{t('groups.joined')}</Tag>;
  if (group.standing === 'invited') return <Tag shared>{t('groups.invited')}</Tag>;
  return group.member_count >= group.max_members ? <Tag>{t('groups.full')}</Tag> : null;
}

import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Heading, Text } from '@/ui/text';

import type { GroupCard } from '../queries';
import { type Facts, GroupNumbers, GroupTags } from './group-facts';

type GroupHeadingProps = { group: Facts & Pick<GroupCard, 'name' | 'description' | 'picture'> };

/** What a group says of itself, at the top of its page. */
export function GroupHeading({ group }: GroupHeadingProps) {
  return (
    <Stack gap="m">
      <Row gap="l" align="flex-start">
        <Avatar name={group.name} photo={group.picture} size="xl" />
        <Stack grow gap="s">
          <Heading level={2}>{group.name}</Heading>
          <GroupNumbers {...group} />
        </Stack>
      </Row>
      {group.description ? <Text>{group.description}</Text> : null}
      <GroupTags {...group} />
    </Stack>
  );
}

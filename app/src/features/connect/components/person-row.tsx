import { useLabels } from '@/i18n/labels';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Card } from '@/ui/card';
import { Text } from '@/ui/text';

import type { Person } from '../queries';
import { useReasonSentence } from '../reasons';

/** A person in a list: who, from where, and the best reason to get on, or what they say of themselves. */
export function PersonRow({ person }: { person: Person }) {
  const labels = useLabels();
  const sentence = useReasonSentence();
  const { id, username, country, photo, bio, mbti, hobbies, shared } = person;
  const best = shared[0];
  const tags = [mbti, ...hobbies.map(labels.hobby)].filter(Boolean).join(' · ');
  return (
    <Card href={`/members/${id}`} padding="m">
      <Row gap="m">
        <Avatar name={username} photo={photo} country={country} size="l" />
        <Stack grow gap="xxs">
          <Row gap="s">
            <Text variant="strong" numberOfLines={1}>
              {username}
            </Text>
            <Text variant="small" tone="muted" numberOfLines={1} shrink>
              {labels.country(country)}
            </Text>
          </Row>
          <Text variant="small" tone="muted" numberOfLines={1}>
            {tags}
          </Text>
          {best ? (
            <Text variant="small" tone="brand" numberOfLines={2}>
              {sentence(best)}
            </Text>
          ) : bio ? (
            <Text variant="small" numberOfLines={1}>
              {bio}
            </Text>
          ) : null}
        </Stack>
      </Row>
    </Card>
  );
}

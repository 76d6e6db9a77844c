import { useLabels } from '@/i18n/labels';
import { Avatar } from '@/ui/avatar';
import { Box, Row, Stack } from '@/ui/box';
import { Tag } from '@/ui/chip';
import { HiddenText } from '@/ui/hidden-text';
import { Press } from '@/ui/press';
import { Text } from '@/ui/text';

import type { Person } from '../queries';
import { PersonActions } from './person-actions';
import { Reasons } from './reasons';

const reasonsShown = 3;

/** A person on the deck: photo, tags, words about themselves, why the two may get on, what to do. */
export function PersonCard({ person }: { person: Person }) {
  const labels = useLabels();
  const { id, username, country, mbti, hobbies, bio, photo, shared } = person;
  const inCommon = new Set(shared.map(({ hobby }) => hobby));
  return (
    <Stack grow gap="m">
      <Press href={`/members/${id}`}>
        <Avatar name={username} photo={photo} size="xl" />
        <HiddenText>{username}</HiddenText>
      </Press>
      <Row wrap gap="xs">
        {mbti ? <Tag>{mbti}</Tag> : null}
        {hobbies.map((hobby) => (
          <Tag key={hobby} shared={inCommon.has(hobby)}>
            {labels.hobby(hobby)}
          </Tag>
        ))}
      </Row>
      {bio ? <Text numberOfLines={4}>{bio}</Text> : null}
      <Reasons reasons={shared} max={reasonsShown} />
      <Box grow />
      <Row gap="s">
        <Text variant="label" shrink numberOfLines={1}>
          {username}
        </Text>
        <Box width={1} height={14} background="borderStrong" role="presentation" />
        <Text variant="small" shrink numberOfLines={1}>
          {labels.country(country)}
        </Text>
      </Row>
      <PersonActions person={person} />
    </Stack>
  );
}

import { Redirect, useLocalSearchParams, useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import { useLabels } from '@/i18n/labels';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Tag } from '@/ui/chip';
import { LanguageSkills } from '@/ui/language-skills';
import { NotThere } from '@/ui/not-there';
import { Screen } from '@/ui/screen';
import { LoadingState } from '@/ui/states';
import { Heading, Text } from '@/ui/text';

import { MemberMenu } from './components/member-menu';
import { HeartButton } from './components/person-actions';
import { Reasons } from './components/reasons';
import { RelationButtons } from './components/relation-buttons';
import { type Person, usePerson } from './queries';

/** Another member's profile. */
export default function MemberScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  const { member_id } = useLocalSearchParams<{ member_id: string }>();
  const me = useMe();
  const person = usePerson(member_id);
  if (member_id === me.id) return <Redirect href="/me" />;
  return (
    <Screen
      title={person.data?.username ?? t('connect.profile.title')}
      actions={
        person.data ? (
          <>
            <HeartButton person={person.data} />
            <MemberMenu person={person.data} />
          </>
        ) : null
      }
    >
      {person.data ? (
        <Profile person={person.data} />
      ) : person.isPending ? (
        <LoadingState />
      ) : (
        <NotThere
          icon="person"
          error={person.error}
          onRetry={() => void person.refetch()}
          action={{ label: t('connect.profile.gone'), onPress: () => router.replace('/connect') }}
        />
      )}
    </Screen>
  );
}

function Profile({ person }: { person: Person }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { username, country, photo, bio, mbti, hobbies, languages, shared } = person;
  const inCommon = new Set(shared.map(({ hobby }) => hobby));
  return (
    <Stack gap="l">
      <Row gap="l" align="flex-start">
        <Avatar name={username} photo={photo} country={country} size="xl" />
        <Stack grow gap="xs">
          <Heading level={2}>{username}</Heading>
          <Text tone="muted">{labels.country(country)}</Text>
          <Row wrap gap="xs">
            {mbti ? <Tag>{mbti}</Tag> : null}
            {hobbies.map((hobby) => (
              <Tag key={hobby} shared={inCommon.has(hobby)}>
                {labels.hobby(hobby)}
              </Tag>
            ))}
          </Row>
        </Stack>
      </Row>
      {bio ? <Text>{bio}</Text> : null}
      <RelationButtons person={person} />
      {shared.length > 0 ? (
        <Stack gap="s">
          <Heading level={3}>{t('connect.deck.why')}</Heading>
          <Reasons reasons={shared} />
        </Stack>
      ) : null}
      <LanguageSkills skills={languages} />
    </Stack>
  );
}

import { useTranslation } from 'react-i18next';

import type { Me } from '@/api/types';
import { useLabels } from '@/i18n/labels';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Tag } from '@/ui/chip';
import { Icon } from '@/ui/icon';
import { LanguageSkills } from '@/ui/language-skills';
import { Heading, Text } from '@/ui/text';

/** How one's own profile looks to others, with the way to change it. */
export function ProfileView({ me }: { me: Me }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const name = me.username ?? '';
  return (
    <Stack gap="l">
      <Row gap="l" align="flex-start">
        <Avatar name={name} photo={me.photo} country={me.country} size="xl" />
        <Stack grow gap="xs">
          <Heading level={2}>{name}</Heading>
          {me.country ? <Text tone="muted">{labels.country(me.country)}</Text> : null}
          {me.student_verified ? (
            <Row gap="xs">
              <Icon name="school" color="textBrand" size={18} />
              <Text variant="label" tone="brand">
                {t('members.student_verified')}
              </Text>
            </Row>
          ) : null}
        </Stack>
      </Row>
      {me.bio ? <Text>{me.bio}</Text> : null}
      <Row wrap gap="s">
        {me.mbti ? <Tag>{me.mbti}</Tag> : null}
        {me.hobbies.map((hobby) => (
          <Tag key={hobby}>{labels.hobby(hobby)}</Tag>
        ))}
      </Row>
      <LanguageSkills skills={me.languages} />
      <Button kind="secondary" icon="edit" label={t('members.me.edit')} href="/profile-edit" />
    </Stack>
  );
}

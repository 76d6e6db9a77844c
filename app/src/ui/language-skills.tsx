import { useTranslation } from 'react-i18next';

import type { LanguageSkill } from '@/api/types';
import { useLabels } from '@/i18n/labels';

import { Row, Stack } from './box';
import { Tag } from './chip';
import { Text } from './text';

/** The languages that somebody speaks and learns, with their levels. */
export function LanguageSkills({ skills }: { skills: readonly LanguageSkill[] }) {
  return (
    <Stack gap="s">
      <SkillRow kind="speaks" skills={skills} />
      <SkillRow kind="learns" skills={skills} />
    </Stack>
  );
}

function SkillRow({
  kind,
  skills,
}: {
  kind: LanguageSkill['kind'];
  skills: readonly LanguageSkill[];
}) {
  const { t } = useTranslation();
  const labels = useLabels();
  const chosen = skills.filter((skill) => skill.kind === kind);
  if (chosen.length === 0) return null;
  return (
    <Row wrap gap="s">
      <Text variant="label" tone="muted">
        {t(`members.${kind}`)}
      </Text>
      {chosen.map((skill) => (
        <Tag key={skill.language}>
          {t('members.language_and_level', {
            language: labels.language(skill.language),
            level: labels.level(skill.level),
          })}
        </Tag>
      ))}
    </Row>
  );
}

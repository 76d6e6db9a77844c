import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { LanguageLevel, LanguageSkill, SpokenLanguage } from '@/api/types';
import { useLabels } from '@/i18n/labels';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { ChipGroup } from '@/ui/chip';
import { Sheet } from '@/ui/dialog';
import { IconButton } from '@/ui/icon-button';
import { ListRow } from '@/ui/list-row';
import { Heading } from '@/ui/text';

import { WithChoices } from './with-choices';

type Kind = LanguageSkill['kind'];
type Skills = readonly LanguageSkill[];

type LanguagesFieldProps = {
  kind: Kind;
  value: Skills;
  onChange: (skills: LanguageSkill[]) => void;
};

const startLevel = { speaks: 'fluent', learns: 'beginner' } as const satisfies Record<
  Kind,
  LanguageLevel
>;

/** The languages of one kind, each with its level, and a sheet to add one. */
export function LanguagesField({ kind, value, onChange }: LanguagesFieldProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const own = value.filter((skill) => skill.kind === kind);
  const add = (language: SpokenLanguage) => {
    setAdding(false);
    onChange([...value, { language, kind, level: startLevel[kind] }]);
  };
  const replace = (skill: LanguageSkill, level: LanguageLevel) =>
    onChange(value.map((one) => (one === skill ? { ...skill, level } : one)));
  return (
    <Stack gap="m">
      <Heading level={2}>{t(`members.languages.${kind}`)}</Heading>
      {own.map((skill) => (
        <SkillCard
          key={skill.language}
          skill={skill}
          onLevel={(level) => replace(skill, level)}
          onRemove={() => onChange(value.filter((one) => one !== skill))}
        />
      ))}
      <Button
        compact
        kind="secondary"
        icon="plus"
        label={t(`members.languages.add_${kind}`)}
        onPress={() => setAdding(true)}
      />
      <AddSheet open={adding} taken={value} onAdd={add} onClose={() => setAdding(false)} />
    </Stack>
  );
}

type SkillCardProps = {
  skill: LanguageSkill;
  onLevel: (level: LanguageLevel) => void;
  onRemove: () => void;
};

function SkillCard({ skill, onLevel, onRemove }: SkillCardProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const name = labels.language(skill.language);
  return (
    <Card padding="m">
      <Row justify="space-between">
        <Heading level={3}>{name}</Heading>
        <IconButton
          icon="close"
          color="textMuted"
          label={t('members.languages.remove', { language: name })}
          onPress={onRemove}
        />
      </Row>
      <WithChoices>
        {({ language_levels }) => (
          <ChipGroup
            label={t('members.languages.level_of', { language: name })}
            options={(language_levels as LanguageLevel[]).map((code) => ({
              code,
              label: labels.level(code),
            }))}
            selected={[skill.level]}
            onChange={([level]) => level && onLevel(level)}
            max={1}
          />
        )}
      </WithChoices>
    </Card>
  );
}

type AddSheetProps = {
  open: boolean;
  taken: Skills;
  onAdd: (language: SpokenLanguage) => void;
  onClose: () => void;
};

function AddSheet({ open, taken, onAdd, onClose }: AddSheetProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const isFree = (code: SpokenLanguage) => taken.every((skill) => skill.language !== code);
  return (
    <Sheet.Root open={open} onClose={onClose}>
      <Sheet.Title onClose={onClose}>{t('members.languages.choose')}</Sheet.Title>
      <Sheet.Body>
        <WithChoices>
          {({ languages }) =>
            (languages as SpokenLanguage[])
              .filter(isFree)
              .map((code) => (
                <ListRow key={code} title={labels.language(code)} onPress={() => onAdd(code)} />
              ))
          }
        </WithChoices>
      </Sheet.Body>
    </Sheet.Root>
  );
}

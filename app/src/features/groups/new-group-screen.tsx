import { useRouter } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { usePhotoUpload } from '@/features/me/components/photo-field';
import { focusFirstFlawed } from '@/lib/flawed-fields';
import { randomUUID } from '@/lib/random-uuid';
import { useSubmit } from '@/lib/submit';
import { Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { FormError } from '@/ui/form-error';
import { Screen } from '@/ui/screen';
import { Text } from '@/ui/text';
import { showToast } from '@/ui/toast';

import { GroupForm } from './components/group-form';
import { GroupPictureField } from './components/group-picture-field';
import { GroupSummary } from './components/group-row';
import { emptyDraft, flawsOf, type GroupDraft, seatsOf, toCreate } from './group-draft';
import { useCreateGroup } from './queries';

/** A new group: first what it is, then how others will see it. */
export default function NewGroupScreen() {
  const [draft, setDraft] = useState(emptyDraft);
  const [isChecked, setChecked] = useState(false);
  const change = (part: Partial<GroupDraft>) => setDraft((before) => ({ ...before, ...part }));
  if (isChecked) return <Preview draft={draft} onBack={() => setChecked(false)} />;
  return <Writing draft={draft} onChange={change} onNext={() => setChecked(true)} />;
}

type WritingProps = {
  draft: GroupDraft;
  onChange: (change: Partial<GroupDraft>) => void;
  onNext: () => void;
};

function Writing({ draft, onChange, onNext }: WritingProps) {
  const { t } = useTranslation();
  const [attempted, setAttempted] = useState(false);
  const upload = usePhotoUpload((picture) => onChange({ picture }), 'room');
  const flaws = flawsOf(draft);
  const next = () => {
    setAttempted(true);
    if (Object.keys(flaws).length === 0) onNext();
    else focusFirstFlawed();
  };
  return (
    <Screen
      title={t('groups.new')}
      width="form"
      footer={<Button label={t('groups.form.preview')} busy={upload.isBusy} onPress={next} />}
    >
      <GroupPictureField
        name={draft.name}
        picture={draft.picture}
        upload={upload}
        onRemove={() => onChange({ picture: null })}
      />
      <GroupForm draft={draft} onChange={onChange} flaws={attempted ? flaws : {}} />
    </Screen>
  );
}

function Preview({ draft, onBack }: { draft: GroupDraft; onBack: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const create = useCreateGroup();
  // A second try after a lost answer is the same request.
  const [clientId] = useState(randomUUID);
  const { submit, isBusy } = useSubmit({ onError: () => {}, leads: true });
  const send = () =>
    submit(
      () => create.mutateAsync(toCreate(draft, clientId)),
      (room) => {
        showToast(t('groups.form.created', { name: room.group?.name ?? draft.name }));
        router.replace(`/chat/${room.id}`);
      },
    );
  return (
    <Screen
      title={t('groups.form.preview')}
      header="plain"
      width="form"
      footer={
        <Stack gap="s">
          <Button label={t('groups.form.create')} busy={isBusy} onPress={send} />
          <Button kind="quiet" label={t('groups.form.change')} disabled={isBusy} onPress={onBack} />
        </Stack>
      }
    >
      <Text tone="muted">{t('groups.form.preview_text')}</Text>
      <Card padding="m">
        <GroupSummary group={{ ...shownOf(draft), ...alone }} />
      </Card>
      <FormError error={create.error} />
    </Screen>
  );
}

/** Nobody else is in it yet. */
const alone = { member_count: 1, like_count: 0, is_liked: false, standing: 'none' } as const;

function shownOf(draft: GroupDraft) {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    picture: draft.picture,
    topics: draft.topics,
    languages: draft.languages,
    purposes: draft.purposes,
    max_members: seatsOf(draft),
    is_private: draft.isPrivate,
  };
}

import { useLocalSearchParams } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { usePhotoUpload } from '@/features/me/components/photo-field';
import { useGoBack } from '@/lib/go-back';
import { useSubmit } from '@/lib/submit';
import { useRoom, useRooms } from '@/realtime';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';
import { Screen } from '@/ui/screen';
import { LoadingState } from '@/ui/states';
import { showToast } from '@/ui/toast';

import { GroupForm } from './components/group-form';
import { GroupPictureField } from './components/group-picture-field';
import { GroupGone } from './components/group-gone';
import { draftOf, flawsOf, type GroupDraft, toEdit } from './group-draft';
import { useEditGroup } from './queries';

/** What a group says of itself, for its owner to change. */
export default function EditGroupScreen() {
  const { t } = useTranslation();
  const { room_id } = useLocalSearchParams<{ room_id: string }>();
  const group = useRoom(room_id)?.group;
  const { from } = useRooms();
  if (group?.role === 'owner') return <Editing key={room_id} id={room_id} group={group} />;
  if (from === 'fresh') return <GroupGone />;
  return (
    <Screen title={t('groups.edit')}>
      <LoadingState />
    </Screen>
  );
}

function Editing({ id, group }: { id: string; group: Schema<'GroupView'> }) {
  const { t } = useTranslation();
  const goBack = useGoBack(`/groups/${id}`);
  const save = useEditGroup(id);
  // What went wrong stands at the end of the form.
  const { submit, isBusy } = useSubmit({ onError: () => {}, leads: true });
  const [draft, setDraft] = useState(() => draftOf(group));
  const change = (part: Partial<GroupDraft>) => setDraft((before) => ({ ...before, ...part }));
  const upload = usePhotoUpload((picture) => change({ picture }), 'room');
  const flaws = flawsOf(draft);
  const done = () => {
    showToast(t('app.saved'));
    goBack();
  };
  return (
    <Screen
      title={t('groups.edit')}
      width="form"
      footer={
        <Button
          label={t('app.save')}
          disabled={Object.keys(flaws).length > 0}
          busy={upload.isBusy || isBusy}
          onPress={() => submit(() => save.mutateAsync(toEdit(draft, group)), done)}
        />
      }
    >
      <GroupPictureField
        name={draft.name}
        picture={draft.picture}
        upload={upload}
        onRemove={() => change({ picture: null })}
      />
      <GroupForm
        draft={draft}
        onChange={change}
        flaws={flaws}
        hasPassword={group.has_password && group.is_private}
      />
      <FormError error={save.error} />
    </Screen>
  );
}

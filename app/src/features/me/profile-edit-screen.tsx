import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Me, Schema } from '@/api/types';
import { useGoBack } from '@/lib/go-back';
import { useSubmit } from '@/lib/submit';
import { lengthOf, limits } from '@/lib/validation';
import { Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';
import { Screen } from '@/ui/screen';
import { Heading } from '@/ui/text';
import { showToast } from '@/ui/toast';

import { BioField } from './components/bio-field';
import { CountryField } from './components/country-field';
import { HobbiesField } from './components/hobbies-field';
import { LanguagesField } from './components/languages-field';
import { MbtiField } from './components/mbti-field';
import { NicknameField } from './components/nickname-field';
import { PhotoField, usePhotoUpload } from './components/photo-field';
import { speaksOne } from './language-skills';
import { isUsable, useNicknameState } from './nickname-state';
import { useMe, useUpdateMe } from './queries';

type Draft = Pick<Me, 'photo' | 'country' | 'bio' | 'mbti' | 'hobbies' | 'languages'> & {
  username: string;
};

/** Everything of the profile on one page; what did not change is not sent. */
export default function ProfileEditScreen() {
  const { t } = useTranslation();
  const goBack = useGoBack('/me');
  const me = useMe();
  const save = useUpdateMe();
  // What went wrong stands at the end of the form.
  const { submit, isBusy } = useSubmit({ onError: () => {}, leads: true });
  const [draft, setDraft] = useState<Draft>({ ...me, username: me.username ?? '' });
  const nickname = useNicknameState(draft.username);
  const patch = isComplete(draft) && isUsable(nickname) ? changes(me, draft) : null;
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const upload = usePhotoUpload((photo) => set({ photo }));
  const done = () => {
    showToast(t('app.saved'));
    goBack();
  };
  return (
    <Screen
      title={t('members.me.edit')}
      width="form"
      footer={
        <Button
          label={t('app.save')}
          disabled={!patch}
          busy={upload.isBusy || isBusy}
          onPress={() => patch && submit(() => save.mutateAsync(patch), done)}
        />
      }
    >
      <PhotoField
        name={draft.username}
        photo={draft.photo}
        upload={upload}
        onRemove={() => set({ photo: null })}
      />
      <NicknameField
        value={draft.username}
        state={nickname}
        onChange={(username) => set({ username })}
      />
      <CountryField value={draft.country} onChange={(country) => set({ country })} />
      <BioField value={draft.bio} onChange={(bio) => set({ bio })} />
      <Stack gap="m">
        <Heading level={2}>{t('members.mbti.label')}</Heading>
        <MbtiField value={draft.mbti} onChange={(mbti) => set({ mbti })} />
      </Stack>
      <Stack gap="m">
        <Heading level={2}>{t('members.hobbies.label')}</Heading>
        <HobbiesField value={draft.hobbies} onChange={(hobbies) => set({ hobbies })} />
      </Stack>
      <LanguagesField
        kind="speaks"
        value={draft.languages}
        onChange={(languages) => set({ languages })}
      />
      <LanguagesField
        kind="learns"
        value={draft.languages}
        onChange={(languages) => set({ languages })}
      />
      <FormError error={save.error} />
    </Screen>
  );
}

function isComplete(draft: Draft): boolean {
  return (
    draft.country !== null &&
    lengthOf(draft.bio) <= limits.bio &&
    draft.hobbies.length > 0 &&
    speaksOne(draft.languages)
  );
}

function changes(me: Me, draft: Draft): Schema<'MePatch'> {
  const patch: Schema<'MePatch'> = {};
  if (draft.username.trim() !== me.username) patch.username = draft.username.trim();
  if (draft.country && draft.country !== me.country) patch.country = draft.country;
  if (draft.bio.trim() !== me.bio) patch.bio = draft.bio.trim();
  if (draft.photo?.id !== me.photo?.id) patch.photo_media_id = draft.photo?.id ?? null;
  if (draft.mbti !== me.mbti) patch.mbti = draft.mbti;
  if (draft.hobbies !== me.hobbies) patch.hobbies = draft.hobbies;
  if (draft.languages !== me.languages) patch.languages = draft.languages;
  return patch;
}

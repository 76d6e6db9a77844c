import { useState } from 'react';

import { BioField } from '@/features/me/components/bio-field';
import { CountryField } from '@/features/me/components/country-field';
import { PhotoField, usePhotoUpload } from '@/features/me/components/photo-field';
import { useMe } from '@/features/me/queries';
import { lengthOf, limits } from '@/lib/validation';

import { StepScreen } from './components/step-screen';

export default function ProfileScreen() {
  const me = useMe();
  const [photo, setPhoto] = useState(me.photo);
  const [country, setCountry] = useState(me.country);
  const [bio, setBio] = useState(me.bio);
  const upload = usePhotoUpload(setPhoto);
  const complete = country !== null && lengthOf(bio) <= limits.bio;
  const patch = complete ? { country, bio: bio.trim(), photo_media_id: photo?.id ?? null } : null;
  return (
    <StepScreen step="profile" patch={patch} busy={upload.isBusy}>
      <PhotoField
        name={me.username ?? ''}
        photo={photo}
        upload={upload}
        onRemove={() => setPhoto(null)}
      />
      <CountryField value={country} onChange={setCountry} />
      <BioField value={bio} onChange={setBio} />
    </StepScreen>
  );
}

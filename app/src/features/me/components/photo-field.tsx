import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { MediaView, Schema } from '@/api/types';
import { uploadPicture } from '@/api/upload';
import { type LocalPicture, pickPictures } from '@/lib/pick-pictures';
import { useSubmit } from '@/lib/submit';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';

/**
 * Chooses a photo and uploads it at once, so that the form only carries its id. A form that is sent during the upload
 * would lose the photo: it waits while `isBusy`.
 */
export function usePhotoUpload(
  onDone: (photo: MediaView) => void,
  kind: Schema<'MediaRequest'>['kind'] = 'profile',
) {
  const upload = useMutation({
    mutationFn: (picture: LocalPicture) => uploadPicture(kind, picture),
    onSuccess: onDone,
  });
  // What went wrong stands below the photo.
  const { submit, isBusy } = useSubmit({ onError: () => {} });
  const choice = useMutation({
    mutationFn: () => pickPictures({ max: 1, square: true }),
    onSuccess: ([picture]) => picture && submit(() => upload.mutateAsync(picture)),
  });
  return {
    choose: () => choice.mutate(),
    isBusy,
    error: choice.error ?? upload.error,
  };
}

type PhotoFieldProps = {
  name: string;
  photo: MediaView | null;
  upload: ReturnType<typeof usePhotoUpload>;
  onRemove: () => void;
};

/** The photo, and the buttons that change it. */
export function PhotoField({ name, photo, upload, onRemove }: PhotoFieldProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="s">
      <Row gap="l">
        <Avatar name={name} photo={photo} size="xl" />
        <Stack gap="s" shrink>
          <Button
            compact
            kind="secondary"
            icon="camera"
            label={photo ? t('members.photo.change') : t('members.photo.choose')}
            busy={upload.isBusy}
            onPress={upload.choose}
          />
          {photo ? (
            <Button
              compact
              kind="quiet"
              label={t('members.photo.remove')}
              disabled={upload.isBusy}
              onPress={onRemove}
            />
          ) : null}
        </Stack>
      </Row>
      <FormError error={upload.error} />
    </Stack>
  );
}

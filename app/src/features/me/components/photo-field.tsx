import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { MediaView } from '@/api/types';
import { uploadPicture } from '@/api/upload';
import { type LocalPicture, pickPictures } from '@/lib/pick-pictures';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';

/**
 * Chooses a photo and uploads it at once, so that the form only carries its id. A form that is sent during the upload
 * would lose the photo: it waits while `isPending`.
 */
export function usePhotoUpload(onDone: (photo: MediaView) => void) {
  const upload = useMutation({
    mutationFn: (picture: LocalPicture) => uploadPicture('profile', picture),
    onSuccess: onDone,
  });
  const choice = useMutation({
    mutationFn: () => pickPictures({ max: 1, square: true }),
    onSuccess: ([picture]) => picture && upload.mutate(picture),
  });
  return {
    choose: () => choice.mutate(),
    isPending: upload.isPending,
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
            busy={upload.isPending}
            onPress={upload.choose}
          />
          {photo ? (
            <Button
              compact
              kind="quiet"
              label={t('members.photo.remove')}
              disabled={upload.isPending}
              onPress={onRemove}
            />
          ) : null}
        </Stack>
      </Row>
      <FormError error={upload.error} />
    </Stack>
  );
}

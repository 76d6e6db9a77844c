import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { MediaView } from '@/api/types';
import { uploadPicture } from '@/api/upload';
import { pickPictures } from '@/lib/pick-pictures';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';

type PhotoFieldProps = {
  name: string;
  photo: MediaView | null;
  onChange: (photo: MediaView | null) => void;
};

/** Chooses a photo and uploads it at once, so that the form only carries its id. */
export function PhotoField({ name, photo, onChange }: PhotoFieldProps) {
  const { t } = useTranslation();
  const upload = useMutation({
    mutationFn: async () => {
      const [picture] = await pickPictures({ max: 1, square: true });
      return picture ? uploadPicture('profile', picture) : null;
    },
    onSuccess: (media) => media && onChange(media),
  });
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
            onPress={() => upload.mutate()}
          />
          {photo ? (
            <Button
              compact
              kind="quiet"
              label={t('members.photo.remove')}
              onPress={() => onChange(null)}
            />
          ) : null}
        </Stack>
      </Row>
      <FormError error={upload.error} />
    </Stack>
  );
}

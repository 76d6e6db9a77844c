import { useTranslation } from 'react-i18next';

import type { MediaView } from '@/api/types';
import type { usePhotoUpload } from '@/features/me/components/photo-field';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';

type GroupPictureFieldProps = {
  name: string;
  picture: MediaView | null;
  upload: ReturnType<typeof usePhotoUpload>;
  onRemove: () => void;
};

/** The picture of a group, and the buttons that change it. */
export function GroupPictureField({ name, picture, upload, onRemove }: GroupPictureFieldProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="s">
      <Row gap="l">
        <Avatar name={name} photo={picture} size="l" />
        <Stack gap="s" shrink>
          <Button
            compact
            kind="secondary"
            icon="camera"
            label={picture ? t('groups.form.change_picture') : t('groups.form.picture')}
            busy={upload.isBusy}
            onPress={upload.choose}
          />
          {picture ? (
            <Button
              compact
              kind="quiet"
              label={t('groups.form.remove_picture')}
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

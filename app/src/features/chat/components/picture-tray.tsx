import { useTranslation } from 'react-i18next';

import type { PictureUpload, PictureUploads } from '@/lib/picture-uploads';
import { Row, Stack } from '@/ui/box';
import { FormError } from '@/ui/form-error';
import { IconButton } from '@/ui/icon-button';
import { Picture } from '@/ui/picture';
import { Spinner } from '@/ui/spinner';
import { Tile } from '@/ui/tile';

const side = 72;

/** The pictures of the message that is being written. */
export function PictureTray({ pictures }: { pictures: PictureUploads }) {
  const { t } = useTranslation();
  if (pictures.items.length === 0) return null;
  const failure = pictures.items.map(({ state }) => state).find(({ name }) => name === 'failed');
  return (
    <Stack gap="s" padding="s">
      <Row wrap gap="s" role="group" aria-label={t('chat.composer.pictures')}>
        {pictures.items.map((item, index) => (
          <Thumbnail
            key={item.key}
            item={item}
            number={index + 1}
            onRetry={() => pictures.retry(item)}
            onRemove={() => pictures.remove(item.key)}
          />
        ))}
      </Row>
      <FormError error={failure?.name === 'failed' ? failure.error : null} />
    </Stack>
  );
}

type ThumbnailProps = {
  item: PictureUpload;
  number: number;
  onRetry: () => void;
  onRemove: () => void;
};

function Thumbnail({ item, number, onRetry, onRemove }: ThumbnailProps) {
  const { t } = useTranslation();
  const { name } = item.state;
  return (
    <Tile
      corner={
        <IconButton
          icon="close"
          size={16}
          label={t('chat.composer.remove_picture', { number })}
          onPress={onRemove}
        />
      }
      center={
        name === 'uploading' ? (
          <Spinner label={t('chat.composer.uploading')} />
        ) : name === 'failed' ? (
          <IconButton
            icon="retry"
            color="textDanger"
            label={t('chat.composer.retry_picture', { number })}
            onPress={onRetry}
          />
        ) : null
      }
    >
      <Picture media={item.shown} variant="thumb" alt="" width={side} height={side} corner="s" />
    </Tile>
  );
}

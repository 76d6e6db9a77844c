import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import type { PictureUpload, PictureUploads } from '@/lib/picture-uploads';
import { Row, Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { IconButton } from '@/ui/icon-button';
import { Picture } from '@/ui/picture';
import { Spinner } from '@/ui/spinner';
import { useTellError } from '@/ui/tell-error';
import { Text } from '@/ui/text';
import { Tile } from '@/ui/tile';

const side = 88;

type PictureTrayProps = { uploads: PictureUploads; max: number };

/** The pictures of a post that is being written. */
export function PictureTray({ uploads, max }: PictureTrayProps) {
  const { t } = useTranslation();
  const tellError = useTellError();
  const { items } = uploads;
  const label = t('community.editor.pictures', { count: items.length, max });
  const failure = items.map(({ state }) => state).find((state) => state.name === 'failed');
  return (
    <Stack gap="s" role="group" aria-label={label}>
      <Row justify="space-between">
        <Text variant="label">{label}</Text>
        <Button
          compact
          kind="quiet"
          icon="image"
          label={t('community.editor.add_pictures')}
          disabled={uploads.isFull}
          onPress={() => uploads.pick().catch(tellError)}
        />
      </Row>
      <Row wrap gap="m">
        {items.map((item, index) => (
          <Thumbnail key={item.key} item={item} number={index + 1} uploads={uploads} />
        ))}
      </Row>
      {failure ? (
        <Text variant="small" tone="danger" role="alert">
          {errorLine(failure.error, t)}
        </Text>
      ) : null}
    </Stack>
  );
}

type ThumbnailProps = { item: PictureUpload; number: number; uploads: PictureUploads };

function Thumbnail({ item, number, uploads }: ThumbnailProps) {
  const { t } = useTranslation();
  const { name } = item.state;
  return (
    <Tile
      corner={
        <IconButton
          icon="close"
          size={16}
          label={t('community.editor.remove_picture', { number })}
          onPress={() => uploads.remove(item.key)}
        />
      }
      center={
        name === 'uploading' ? (
          <Spinner label={t('community.editor.uploading')} />
        ) : name === 'failed' ? (
          <IconButton
            icon="retry"
            color="textDanger"
            label={t('community.editor.retry_picture', { number })}
            onPress={() => uploads.retry(item)}
          />
        ) : null
      }
    >
      <Picture media={item.shown} variant="thumb" alt="" width={side} height={side} corner="s" />
    </Tile>
  );
}

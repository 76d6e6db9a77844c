import { useTranslation } from 'react-i18next';

import { Row } from '@/ui/box';
import { IconButton } from '@/ui/icon-button';
import { Picture } from '@/ui/picture';
import { Spinner } from '@/ui/spinner';
import { Tile } from '@/ui/tile';

import type { Attachment, Attachments } from '../attachments';

const side = 72;

/** The pictures of the message that is being written. */
export function AttachmentTray({ attachments }: { attachments: Attachments }) {
  const { t } = useTranslation();
  if (attachments.items.length === 0) return null;
  return (
    <Row wrap gap="s" padding="s" role="group" aria-label={t('chat.composer.pictures')}>
      {attachments.items.map((item, index) => (
        <Thumbnail
          key={item.key}
          item={item}
          number={index + 1}
          onRetry={() => attachments.retry(item)}
          onRemove={() => attachments.remove(item.key)}
        />
      ))}
    </Row>
  );
}

type ThumbnailProps = {
  item: Attachment;
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

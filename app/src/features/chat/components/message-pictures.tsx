import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { FileView, MediaView } from '@/api/types';
import { engine } from '@/realtime';
import { Lightbox } from '@/ui/lightbox';
import { PictureGrid } from '@/ui/picture-grid';

type MessagePicturesProps = {
  message: {
    media: readonly MediaView[];
    files?: readonly FileView[];
    room_id: string;
    seq?: number;
  };
  own: boolean;
  name: string;
};

/** The pictures of a message as tiles; a press opens them over the whole screen. */
export function MessagePictures({ message, own, name }: MessagePicturesProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<number | null>(null);
  const { media } = message;
  useFreshAddresses(message);
  if (media.length === 0) return null;
  const labelOf = (number: number) =>
    own ? t('chat.own_picture', { number }) : t('chat.picture', { name, number });
  return (
    <>
      <PictureGrid pictures={media} labelOf={labelOf} onOpen={setOpened} />
      <Lightbox
        pictures={media}
        at={opened}
        label={labelOf((opened ?? 0) + 1)}
        onClose={() => setOpened(null)}
      />
    </>
  );
}

/** The addresses of pictures are good for minutes; those that this device remembered are asked for again. */
function useFreshAddresses({ media, files, room_id, seq }: MessagePicturesProps['message']): void {
  const expiresAt = (media[0] ?? files?.[0])?.expires_at;
  useEffect(() => {
    if (seq === undefined || expiresAt === undefined) return;
    if (new Date(expiresAt).getTime() < Date.now()) void engine().freshen(room_id, seq);
  }, [room_id, seq, expiresAt]);
}

import { useRef, useState } from 'react';

import type { MediaView } from '@/api/types';
import { uploadPicture } from '@/api/upload';
import { inTurn } from '@/lib/in-turn';
import { type LocalPicture, pickPictures } from '@/lib/pick-pictures';
import { newClientId } from '@/realtime';

export const mostPictures = 10;

/** A picture that was chosen for the next message. `shown` is what to draw of it until the server has its own. */
export type Attachment = {
  key: string;
  local: LocalPicture;
  shown: MediaView;
  state:
    | { name: 'uploading' }
    | { name: 'ready'; media: MediaView }
    | { name: 'failed'; error: unknown };
};

const take = inTurn(3);

/** Pictures are uploaded as soon as they are chosen; a message goes out when all of its own are there. */
export function useAttachments() {
  const [items, setItems] = useState<readonly Attachment[]>([]);
  const picking = useRef(false);

  const put = (key: string, state: Attachment['state']) =>
    setItems((before) => before.map((item) => (item.key === key ? { ...item, state } : item)));

  const upload = ({ key, local }: Pick<Attachment, 'key' | 'local'>) => {
    put(key, { name: 'uploading' });
    take(() => uploadPicture('chat', local)).then(
      (media) => put(key, { name: 'ready', media }),
      (error: unknown) => put(key, { name: 'failed', error }),
    );
  };

  const pick = async () => {
    if (picking.current) return;
    picking.current = true;
    try {
      const chosen = (await pickPictures({ max: mostPictures - items.length })).map(toAttachment);
      setItems((before) => [...before, ...chosen]);
      chosen.forEach(upload);
    } finally {
      picking.current = false;
    }
  };

  return {
    items,
    ready: items.flatMap(({ state }) => (state.name === 'ready' ? [state.media] : [])),
    pick,
    retry: upload,
    remove: (key: string) => setItems((before) => before.filter((item) => item.key !== key)),
    clear: () => setItems([]),
  };
}

export type Attachments = ReturnType<typeof useAttachments>;

function toAttachment(local: LocalPicture): Attachment {
  const key = newClientId();
  const shown = {
    id: key,
    width: 1,
    height: 1,
    blurhash: null,
    variants: { thumb: local.uri },
    expires_at: '',
  };
  return { key, local, shown, state: { name: 'uploading' } };
}

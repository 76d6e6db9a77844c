import { randomUUID } from '@/lib/random-uuid';
import { useRef, useState } from 'react';

import type { MediaView, Schema } from '@/api/types';
import { uploadPicture } from '@/api/upload';

import { inTurn } from './in-turn';
import { type LocalPicture, pickPictures } from './pick-pictures';

/** A picture that was chosen. `shown` is what to draw of it, the person's own file until the server has it. */
export type PictureUpload = {
  key: string;
  shown: MediaView;
  local: LocalPicture | null;
  state:
    | { name: 'uploading' }
    | { name: 'ready'; media: MediaView }
    | { name: 'failed'; error: unknown };
};

type Options = {
  kind: Schema<'MediaRequest'>['kind'];
  max: number;
  /** Pictures that are there already. */
  initial?: readonly MediaView[];
};

const take = inTurn(3);

/** Pictures are uploaded as soon as they are chosen; what they are for goes out when all of them are there. */
export function usePictureUploads({ kind, max, initial = [] }: Options) {
  const [items, setItems] = useState<readonly PictureUpload[]>(() => initial.map(asReady));
  const picking = useRef(false);

  const put = (key: string, state: PictureUpload['state']) =>
    setItems((before) => before.map((item) => (item.key === key ? { ...item, state } : item)));

  const upload = ({ key, local }: Pick<PictureUpload, 'key' | 'local'>) => {
    if (!local) return;
    put(key, { name: 'uploading' });
    take(() => uploadPicture(kind, local)).then(
      (media) => put(key, { name: 'ready', media }),
      (error: unknown) => put(key, { name: 'failed', error }),
    );
  };

  const pick = async () => {
    if (picking.current || items.length >= max) return;
    picking.current = true;
    try {
      const chosen = (await pickPictures({ max: max - items.length })).map(asUpload);
      setItems((before) => [...before, ...chosen]);
      chosen.forEach(upload);
    } finally {
      picking.current = false;
    }
  };

  const ready = items.flatMap(({ state }) => (state.name === 'ready' ? [state.media] : []));
  return {
    items,
    ready,
    /** Every picture has been uploaded. */
    isWhole: ready.length === items.length,
    isFull: items.length >= max,
    pick,
    retry: upload,
    remove: (key: string) => setItems((before) => before.filter((item) => item.key !== key)),
    clear: () => setItems([]),
  };
}

export type PictureUploads = ReturnType<typeof usePictureUploads>;

function asReady(media: MediaView): PictureUpload {
  return { key: media.id, shown: media, local: null, state: { name: 'ready', media } };
}

function asUpload(local: LocalPicture): PictureUpload {
  const key = randomUUID();
  const shown: MediaView = {
    id: key,
    width: 1,
    height: 1,
    blurhash: null,
    variants: { thumb: local.uri },
    expires_at: '',
  };
  return { key, shown, local, state: { name: 'uploading' } };
}

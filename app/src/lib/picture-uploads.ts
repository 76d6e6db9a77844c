import { useEffect, useRef, useState } from 'react';

import type { MediaView, Schema } from '@/api/types';
import { findPicture, uploadPicture } from '@/api/upload';

import { inTurn } from './in-turn';
import { type LocalPicture, pickPictures } from './pick-pictures';
import type { PictureShelf, ShelvedPicture } from './picture-shelf';
import { randomUUID } from './random-uuid';

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
  /** Where they outlive the page; what was chosen before is there again. */
  shelf?: PictureShelf;
};

const take = inTurn(3);

/** Pictures are uploaded as soon as they are chosen; what they are for goes out when all of them are there. */
export function usePictureUploads({ kind, max, initial = [], shelf }: Options) {
  const [items, setItems] = useState<readonly PictureUpload[]>(() => initial.map(asReady));
  const picking = useRef(false);

  const put = (key: string, change: Partial<PictureUpload>) =>
    setItems((before) => before.map((item) => (item.key === key ? { ...item, ...change } : item)));

  const settle = (key: string, work: Promise<MediaView>) =>
    void work.then(
      (media) => put(key, { state: { name: 'ready', media } }),
      (error: unknown) => put(key, { state: { name: 'failed', error } }),
    );

  const upload = ({ key, local }: Pick<PictureUpload, 'key' | 'local'>) => {
    if (!local) return;
    put(key, { state: { name: 'uploading' } });
    settle(
      key,
      take(() => uploadPicture(kind, local)),
    );
  };

  const takeUp = (shelved: readonly ShelvedPicture[]) => {
    // A file that this device gave up cannot go up again.
    const usable = shelved.filter(({ local }) => local !== null);
    setItems((before) => [...usable.map(asUpload), ...before]);
    for (const { key, local, mediaId } of usable) {
      if (!local) continue;
      const goUp = () => uploadPicture(kind, local);
      settle(
        key,
        take(() => (mediaId ? findPicture(mediaId).catch(goUp) : goUp())),
      );
    }
  };
  const isRestored = useShelf({ shelf, items, onFound: takeUp });

  const pick = async () => {
    if (picking.current || items.length >= max) return;
    picking.current = true;
    try {
      const chosen = (await pickPictures({ max: max - items.length })).map(asChosen);
      for (const { key, local } of chosen) if (shelf && local) void shelf.add(key, local);
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
    isWhole: isRestored && ready.length === items.length,
    isFull: items.length >= max,
    pick,
    retry: upload,
    remove: (key: string) => setItems((before) => before.filter((item) => item.key !== key)),
    clear: () => setItems([]),
  };
}

export type PictureUploads = ReturnType<typeof usePictureUploads>;

type Shelving = {
  shelf: PictureShelf | undefined;
  items: readonly PictureUpload[];
  onFound: (shelved: readonly ShelvedPicture[]) => void;
};

/** Keeps the pictures on the shelf as they are here, once those of before were taken from it. */
function useShelf({ shelf, items, onFound }: Shelving): boolean {
  const [isRestored, setRestored] = useState(shelf === undefined);
  const found = useRef(onFound);
  useEffect(() => {
    let isCurrent = true;
    void shelf?.load().then((shelved) => {
      if (!isCurrent) return;
      found.current(shelved);
      setRestored(true);
    });
    return () => {
      isCurrent = false;
    };
  }, [shelf]);
  useEffect(() => {
    if (!shelf || !isRestored) return;
    const mediaIdOf = ({ state }: PictureUpload) =>
      state.name === 'ready' ? state.media.id : null;
    void shelf.save(items.map((item) => ({ key: item.key, mediaId: mediaIdOf(item) })));
  }, [shelf, isRestored, items]);
  return isRestored;
}

function asReady(media: MediaView): PictureUpload {
  return { key: media.id, shown: media, local: null, state: { name: 'ready', media } };
}

function asChosen(local: LocalPicture): PictureUpload {
  return asUpload({ key: randomUUID(), local });
}

function asUpload({ key, local }: Pick<ShelvedPicture, 'key' | 'local'>): PictureUpload {
  const shown: MediaView = {
    id: key,
    width: 1,
    height: 1,
    blurhash: null,
    variants: local ? { thumb: local.uri } : {},
    expires_at: '',
  };
  return { key, shown, local, state: { name: 'uploading' } };
}

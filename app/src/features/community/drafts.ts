import { useEffect, useState } from 'react';

import { useMe } from '@/features/me/queries';
import { PictureShelf } from '@/lib/picture-shelf';
import { openStorage } from '@/realtime/storage';

import type { Board } from './queries';

/** The words of a post that is being written; they outlive the page, as its pictures do. `clientId` makes a repeated publishing the same post. */
export type Draft = {
  clientId: string;
  board: Board;
  title: string;
  body: string;
  anonymous: boolean;
};

const key = 'post-draft';

type Loaded =
  { status: 'loading' } | { status: 'ready'; draft: Draft | null; hasPictures: boolean };

/** The draft of this device, and how to keep it or throw it away. */
export function usePostDraft() {
  const memberId = useMe().id;
  const [storage] = useState(() => openStorage(memberId));
  const [shelf] = useState(() => new PictureShelf(storage, 'post'));
  const [loaded, setLoaded] = useState<Loaded>({ status: 'loading' });
  useEffect(() => {
    let isCurrent = true;
    void Promise.all([storage.get(key), shelf.isEmpty()]).then(([stored, isBare]) => {
      if (isCurrent)
        setLoaded({ status: 'ready', draft: parseDraft(stored), hasPictures: !isBare });
    });
    return () => {
      isCurrent = false;
    };
  }, [storage, shelf]);
  return {
    ...loaded,
    shelf,
    keep: (draft: Draft) =>
      isEmpty(draft) ? storage.remove(key) : storage.put(key, JSON.stringify(draft)),
    forget: async () => {
      await storage.remove(key);
      await shelf.save([]);
    },
  };
}

export function isEmpty({ title, body }: Draft): boolean {
  return title.trim() === '' && body.trim() === '';
}

/** What another version of the app wrote is no draft of this one. */
export function parseDraft(stored: string | null): Draft | null {
  try {
    const draft = JSON.parse(stored ?? 'null') as Partial<Draft> | null;
    if (!draft || typeof draft.clientId !== 'string') return null;
    if (typeof draft.title !== 'string' || typeof draft.body !== 'string') return null;
    if (draft.board !== 'tip' && draft.board !== 'free') return null;
    const { clientId, board, title, body, anonymous } = draft;
    return { clientId, board, title, body, anonymous: anonymous === true };
  } catch {
    return null;
  }
}

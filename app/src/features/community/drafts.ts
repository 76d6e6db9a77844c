import { useEffect, useState } from 'react';

import { api, unwrap } from '@/api/client';
import type { MediaView } from '@/api/types';
import { useMe } from '@/features/me/queries';
import { openStorage } from '@/realtime/storage';

import type { Board } from './queries';

/** A post that is being written; it outlives the page. `clientId` makes a repeated publishing the same post. */
export type Draft = {
  clientId: string;
  board: Board;
  title: string;
  body: string;
  anonymous: boolean;
  mediaIds: string[];
};

const key = 'post-draft';

type Loaded = { status: 'loading' } | { status: 'ready'; draft: Draft | null; media: MediaView[] };

/** The draft of this device, with its pictures, and how to keep it or throw it away. */
export function usePostDraft() {
  const memberId = useMe().id;
  const [loaded, setLoaded] = useState<Loaded>({ status: 'loading' });
  useEffect(() => {
    let isCurrent = true;
    void load(memberId).then((result) => isCurrent && setLoaded(result));
    return () => {
      isCurrent = false;
    };
  }, [memberId]);
  return {
    ...loaded,
    keep: (draft: Draft) =>
      isEmpty(draft)
        ? openStorage(memberId).remove(key)
        : openStorage(memberId).put(key, JSON.stringify(draft)),
    forget: () => openStorage(memberId).remove(key),
  };
}

async function load(memberId: string): Promise<Loaded> {
  const draft = parseDraft(await openStorage(memberId).get(key));
  const media = await Promise.all((draft?.mediaIds ?? []).map(freshPicture));
  return { status: 'ready', draft, media: media.filter((one) => one !== null) };
}

/** Links to pictures work for minutes only, so a draft keeps ids. One that is gone is left out. */
async function freshPicture(id: string): Promise<MediaView | null> {
  const params = { path: { media_id: id } };
  return unwrap(api.GET('/api/v1/media/{media_id}', { params })).then(
    ({ media }) => media,
    () => null,
  );
}

export function isEmpty({ title, body, mediaIds }: Draft): boolean {
  return title.trim() === '' && body.trim() === '' && mediaIds.length === 0;
}

/** What another version of the app wrote is no draft of this one. */
export function parseDraft(stored: string | null): Draft | null {
  try {
    const draft = JSON.parse(stored ?? 'null') as Partial<Draft> | null;
    if (!draft || typeof draft.clientId !== 'string') return null;
    if (typeof draft.title !== 'string' || typeof draft.body !== 'string') return null;
    if (draft.board !== 'tip' && draft.board !== 'free') return null;
    const mediaIds = Array.isArray(draft.mediaIds) ? draft.mediaIds.filter(isText) : [];
    const { clientId, board, title, body, anonymous } = draft;
    return { clientId, board, title, body, anonymous: anonymous === true, mediaIds };
  } catch {
    return null;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

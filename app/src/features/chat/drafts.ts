import { useEffect, useState } from 'react';
import { create } from 'zustand';

import { useMe } from '@/features/me/queries';
import { PictureShelf } from '@/lib/picture-shelf';
import { openStorage } from '@/realtime/storage';
import type { Storage } from '@/realtime/storage-port';

/** The texts by the place where they are kept. */
const useTexts = create<Record<string, string>>(() => ({}));
const waiting = new Map<string, ReturnType<typeof setTimeout>>();
const saveAfter = 300;

/** What was written in a room and not sent; it outlives the page, and is nobody else's who logs in here. */
export function useDraft(roomId: string) {
  const memberId = useMe().id;
  const [storage] = useState(() => openStorage(memberId));
  const [shelf] = useState(() => new PictureShelf(storage, `room/${roomId}`));
  const place = `${memberId}/${roomId}`;
  const key = `draft/${roomId}`;
  const text = useTexts((texts) => texts[place]);
  useEffect(() => {
    void storage.get(key).then((kept) => {
      const isWritten = useTexts.getState()[place] !== undefined;
      if (kept !== null && !isWritten) useTexts.setState({ [place]: kept });
    });
  }, [storage, key, place]);
  const setText = (next: string) => {
    useTexts.setState({ [place]: next });
    keep(storage, key, next);
  };
  return { text: text ?? '', setText, shelf };
}

/** Not with each letter; but what was sent is gone at once, so that nobody sends it twice. */
function keep(storage: Storage, key: string, text: string): void {
  clearTimeout(waiting.get(key));
  waiting.delete(key);
  if (text === '') return void storage.remove(key);
  const put = () => {
    waiting.delete(key);
    void storage.put(key, text);
  };
  waiting.set(key, setTimeout(put, saveAfter));
}

import { useState } from 'react';

import type { FileView } from '@/api/types';
import { uploadFile } from '@/api/upload';

import { type LocalFile, pickFiles } from './pick-files';
import { randomUUID } from './random-uuid';

export type FileUpload = {
  key: string;
  local: LocalFile;
  state:
    { name: 'uploading' } | { name: 'ready'; file: FileView } | { name: 'failed'; error: unknown };
};

/** Files are uploaded as soon as they are chosen. */
export function useFileUploads() {
  const [items, setItems] = useState<readonly FileUpload[]>([]);
  const put = (key: string, state: FileUpload['state']) =>
    setItems((before) => before.map((item) => (item.key === key ? { ...item, state } : item)));
  const upload = ({ key, local }: Pick<FileUpload, 'key' | 'local'>) => {
    put(key, { name: 'uploading' });
    void uploadFile('file', local).then(
      (file) => put(key, { name: 'ready', file }),
      (error: unknown) => put(key, { name: 'failed', error }),
    );
  };
  const pick = async (max: number) => {
    const chosen = (await pickFiles(max)).map((local): FileUpload => ({
      key: randomUUID(),
      local,
      state: { name: 'uploading' },
    }));
    setItems((before) => [...before, ...chosen]);
    chosen.forEach(upload);
  };
  const ready = items.flatMap(({ state }) => (state.name === 'ready' ? [state.file] : []));
  return {
    items,
    ready,
    isWhole: ready.length === items.length,
    pick,
    retry: upload,
    remove: (key: string) => setItems((before) => before.filter((item) => item.key !== key)),
    clear: () => setItems([]),
  };
}

export type FileUploads = ReturnType<typeof useFileUploads>;

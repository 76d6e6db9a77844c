import type { Storage } from '@/realtime/storage-port';

import type { LocalPicture } from './pick-pictures';

/** A picture of something that is being written: the person's own file, and the server's id once it is uploaded. */
export type ShelvedPicture = { key: string; local: LocalPicture | null; mediaId: string | null };

type Listed = Pick<ShelvedPicture, 'key' | 'mediaId'>;

/**
 * Where the pictures of one draft outlive the page, in their order. The files stay until the draft is sent, also of
 * those that are uploaded: one that the server cannot find any more goes up again.
 */
export class PictureShelf {
  private known: readonly string[] = [];

  constructor(
    private readonly storage: Storage,
    private readonly draft: string,
  ) {}

  async load(): Promise<ShelvedPicture[]> {
    const listed = parse(await this.storage.get(this.listKey));
    this.known = listed.map(({ key }) => key);
    return Promise.all(
      listed.map(async ({ key, mediaId }) => ({
        key,
        mediaId,
        local: await this.storage.getPicture(this.fileKey(key)),
      })),
    );
  }

  async isEmpty(): Promise<boolean> {
    return parse(await this.storage.get(this.listKey)).length === 0;
  }

  add(key: string, local: LocalPicture): Promise<void> {
    return this.storage.putPicture(this.fileKey(key), local);
  }

  /** What is left of the pictures, and how far each is; the files of the others go. */
  async save(pictures: readonly Listed[]): Promise<void> {
    const keys = pictures.map(({ key }) => key);
    const gone = this.known.filter((key) => !keys.includes(key));
    this.known = keys;
    const listed = pictures.map(({ key, mediaId }): Listed => ({ key, mediaId }));
    if (listed.length === 0) await this.storage.remove(this.listKey);
    else await this.storage.put(this.listKey, JSON.stringify(listed));
    await Promise.all(gone.map((key) => this.storage.remove(this.fileKey(key))));
  }

  private get listKey(): string {
    return `draft-pictures/${this.draft}`;
  }

  private fileKey(key: string): string {
    return `draft-file/${this.draft}/${key}`;
  }
}

/** What another version of the app wrote is no list of this one. */
function parse(stored: string | null): Listed[] {
  try {
    const list: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(list) ? list.filter(isListed) : [];
  } catch {
    return [];
  }
}

function isListed(item: Partial<Listed> | null): item is Listed {
  if (typeof item?.key !== 'string') return false;
  return item.mediaId === null || typeof item.mediaId === 'string';
}

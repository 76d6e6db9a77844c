import { expect, test } from 'vitest';

import { FakeStorage } from '@/realtime/fakes/fake-storage';

import type { LocalPicture } from './pick-pictures';
import { PictureShelf } from './picture-shelf';

const local = (name: string): LocalPicture => ({ uri: `file:${name}`, contentType: 'image/jpeg' });

test('the pictures of a draft are there again after the app was killed, with how far each was', async () => {
  const storage = new FakeStorage();
  const before = new PictureShelf(storage, 'room/r1');
  await before.add('lake', local('lake'));
  await before.add('tower', local('tower'));
  await before.save([
    { key: 'lake', mediaId: null },
    { key: 'tower', mediaId: 'm2' },
  ]);
  expect(await new PictureShelf(storage, 'room/r1').load()).toEqual([
    { key: 'lake', local: local('lake'), mediaId: null },
    { key: 'tower', local: local('tower'), mediaId: 'm2' },
  ]);
  const other = new PictureShelf(storage, 'room/r2');
  expect(await other.load()).toEqual([]);
  expect([await before.isEmpty(), await other.isEmpty()]).toEqual([false, true]);
});

test('a picture that was taken out leaves nothing behind, nor does a draft that was sent', async () => {
  const storage = new FakeStorage();
  const shelf = new PictureShelf(storage, 'post');
  await shelf.add('lake', local('lake'));
  await shelf.add('tower', local('tower'));
  await shelf.save(['lake', 'tower'].map((key) => ({ key, mediaId: null })));
  const later = new PictureShelf(storage, 'post');
  await later.load();
  await later.save([{ key: 'tower', mediaId: null }]);
  expect(await later.load()).toEqual([{ key: 'tower', local: local('tower'), mediaId: null }]);
  await later.save([]);
  expect(storage.values.size + storage.pictures.size).toBe(0);
});

test.each(['no json', '{}', '[1, null, {"key": 2}, {"key": "a"}]'])(
  'what another version wrote is no picture: %s',
  async (stored) => {
    const storage = new FakeStorage();
    await storage.put('draft-pictures/post', stored);
    expect(await new PictureShelf(storage, 'post').load()).toEqual([]);
  },
);

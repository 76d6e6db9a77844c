import { expect, test } from 'vitest';

import { sectionOf } from './sections';

test.each([
  ['/', 'home'],
  ['/notifications', 'home'],
  ['/chat', 'chat'],
  ['/chat/r1', 'chat'],
  ['/groups/g1/invites', 'chat'],
  ['/messages/search', 'chat'],
  ['/connect/friends', 'connect'],
  ['/members/m1', 'connect'],
  ['/posts/p1/edit', 'community'],
  ['/boards/search', 'community'],
  ['/settings/password', 'me'],
  ['/activity/likes', 'me'],
  ['/there/is/no/such/page', undefined],
])('%s belongs to %s', (pathname, section) => expect(sectionOf(pathname)).toBe(section));

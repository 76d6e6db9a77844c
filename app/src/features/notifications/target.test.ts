import { expect, test } from 'vitest';

import { targetOf } from './target';

const data = { room_id: 'r1', message_id: 'm1', post_id: 'p1', comment_id: 'c1' };

test.each([
  ['connect_requested', '/connect/requests'],
  ['connect_accepted', '/members/a1'],
  ['member_liked', '/members/a1'],
  ['message_received', '/chat/r1'],
  ['post_commented', '/posts/p1'],
  ['comment_replied', '/posts/p1'],
  ['post_liked', '/posts/p1'],
  ['comment_liked', '/posts/p1'],
])('%s leads to the page that it is about', (kind, page) => {
  expect(targetOf({ kind, actorId: 'a1', data })).toBe(page);
});

test('what a newer server sends leads nowhere', () => {
  expect(targetOf({ kind: 'event_cancelled', data })).toBeNull();
  expect(targetOf({ kind: 'toString', data })).toBeNull();
});

test('a push that lacks its data leads nowhere', () => {
  expect(targetOf({ kind: 'message_received', data: {} })).toBeNull();
  expect(targetOf({ kind: 'member_liked', data: {} })).toBeNull();
});

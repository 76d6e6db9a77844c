import { describe, expect, it, vi } from 'vitest';

vi.mock('@/api/client', () => ({}));
vi.mock('@/features/me/queries', () => ({}));
vi.mock('@/realtime/storage', () => ({}));

const { isEmpty, parseDraft } = await import('./drafts');

const draft = {
  clientId: 'c1',
  board: 'tip' as const,
  title: 'A title',
  body: '',
  anonymous: true,
  mediaIds: ['m1'],
};

describe('the draft of a post', () => {
  it('is read back as it was written', () => {
    expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
  });

  it.each([
    null,
    '',
    'no json',
    '"text"',
    '[]',
    '{}',
    JSON.stringify({ ...draft, board: 'news' }),
    JSON.stringify({ ...draft, body: 1 }),
  ])('is none when it is %s', (stored) => {
    expect(parseDraft(stored)).toBeNull();
  });

  it('loses only the pictures that make no sense', () => {
    const stored = JSON.stringify({ ...draft, mediaIds: [1, 'm2'] });
    expect(parseDraft(stored)?.mediaIds).toEqual(['m2']);
  });

  it('is not kept when there is nothing in it', () => {
    expect(isEmpty({ ...draft, title: ' ', mediaIds: [] })).toBe(true);
    expect(isEmpty(draft)).toBe(false);
  });
});

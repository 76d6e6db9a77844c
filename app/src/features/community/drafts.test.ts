import { describe, expect, it, vi } from 'vitest';

vi.mock('@/features/me/queries', () => ({}));
vi.mock('@/realtime/storage', () => ({}));

const { isEmpty, parseDraft } = await import('./drafts');

const draft = {
  clientId: 'c1',
  board: 'tip' as const,
  title: 'A title',
  body: '',
  anonymous: true,
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

  it('is not kept when there is nothing in it', () => {
    expect(isEmpty({ ...draft, title: ' ' })).toBe(true);
    expect(isEmpty(draft)).toBe(false);
  });
});

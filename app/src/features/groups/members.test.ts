import { describe, expect, it } from 'vitest';

import type { RoomMember } from '@/realtime';

import { wayInto } from './join';
import { actionsOn, sortMembers } from './members';

const member = (id: string, change: Partial<RoomMember> = {}): RoomMember => ({
  member_id: id,
  member: null,
  role: 'member',
  read_seq: 0,
  joined_at: '2026-03-02T00:00:00Z',
  ...change,
});

describe('who is in a group', () => {
  it('stands with oneself first, then by what they are, then by when they came', () => {
    const list = [
      member('late', { joined_at: '2026-03-03T00:00:00Z' }),
      member('early', { joined_at: '2026-03-01T00:00:00Z' }),
      member('me', { joined_at: '2026-03-04T00:00:00Z' }),
      member('helper', { role: 'moderator' }),
      member('owner', { role: 'owner' }),
    ];
    expect(sortMembers(list, 'me').map(({ member_id }) => member_id)).toEqual([
      'me',
      'owner',
      'helper',
      'early',
      'late',
    ]);
  });

  it('offers what the server would allow', () => {
    expect(actionsOn('member', 'owner')).toEqual(['promote', 'hand_over', 'remove']);
    expect(actionsOn('moderator', 'owner')).toEqual(['demote', 'hand_over', 'remove']);
    expect(actionsOn('member', 'moderator')).toEqual(['remove']);
    expect(actionsOn('moderator', 'moderator')).toEqual([]);
    expect(actionsOn('owner', 'moderator')).toEqual([]);
    expect(actionsOn('member', 'member')).toEqual([]);
  });
});

describe('the way into a group', () => {
  const open = {
    standing: 'none',
    member_count: 3,
    max_members: 30,
    is_private: false,
    has_password: false,
  } as const;

  it('is open, or asks for a code, or needs an invitation', () => {
    expect(wayInto(open)).toBe('open');
    expect(wayInto({ ...open, is_private: true, has_password: true })).toBe('password');
    expect(wayInto({ ...open, is_private: true })).toBe('invitation_only');
  });

  it('opens to whoever is invited, also after they were removed, but not beyond the last seat', () => {
    const isPrivate = { ...open, is_private: true };
    expect(wayInto(isPrivate, 'token')).toBe('invite');
    expect(wayInto({ ...isPrivate, standing: 'invited' })).toBe('invite');
    expect(wayInto({ ...open, standing: 'removed' })).toBe('removed');
    expect(wayInto({ ...open, standing: 'removed' }, 'token')).toBe('invite');
    expect(wayInto({ ...open, member_count: 30 }, 'token')).toBe('full');
  });
});

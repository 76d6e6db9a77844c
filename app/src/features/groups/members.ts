import type { RoomMember } from '@/realtime';

const ranks = { owner: 0, moderator: 1, member: 2 } as const;

/** Oneself first, then by role, then who is in it longest. */
export function sortMembers(members: readonly RoomMember[], me: string): RoomMember[] {
  return [...members].sort(
    (one, other) =>
      Number(other.member_id === me) - Number(one.member_id === me) ||
      ranks[one.role] - ranks[other.role] ||
      one.joined_at.localeCompare(other.joined_at),
  );
}

export type MemberAction = 'promote' | 'demote' | 'hand_over' | 'remove';

/** What somebody of role `mine` may do with a member of role `theirs`. */
export function actionsOn(
  theirs: RoomMember['role'],
  mine: RoomMember['role'],
): readonly MemberAction[] {
  if (theirs === 'owner' || mine === 'member') return [];
  if (mine === 'moderator') return theirs === 'member' ? ['remove'] : [];
  return [theirs === 'moderator' ? 'demote' : 'promote', 'hand_over', 'remove'];
}

import type { GroupCard } from './queries';

type Facts = Pick<
  GroupCard,
  'standing' | 'member_count' | 'max_members' | 'is_private' | 'has_password'
>;

/** How somebody who is not in a group comes in, or why not. Whether an invitation is good only the server knows. */
export function wayInto(group: Facts, invite?: string) {
  const isInvited = group.standing === 'invited' || Boolean(invite);
  if (group.standing === 'removed' && !isInvited) return 'removed';
  if (group.member_count >= group.max_members) return 'full';
  if (isInvited) return 'invite';
  if (!group.is_private) return 'open';
  return group.has_password ? 'password' : 'invitation_only';
}

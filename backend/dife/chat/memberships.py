"""Rules of who is in a room: joining, leaving, roles, removing. Everything here holds the room's lock."""

import hmac
from datetime import timedelta
from uuid import UUID

from dife.chat import (
    direct,
    discovery_repository,
    group_repository,
    groups,
    invite_repository,
    invites,
    log_repository,
    membership_repository,
    repository,
)
from dife.chat.errors import (
    NotRoomModerator,
    NotRoomOwner,
    RemovedFromRoom,
    RoomFull,
    RoomMemberNotFound,
    RoomNotFound,
    WrongRoomPassword,
)
from dife.chat.events import announce, announce_joined, announce_left, append_event
from dife.chat.group_schemas import JoinRoom
from dife.chat.places import member_view, place_of, role_of
from dife.chat.rooms import get_room
from dife.chat.schemas import RoomMemberView, RoomView
from dife.context import Context
from dife.database import AnyRow
from dife.errors import InvalidField
from dife.kit.rate_limits import RateLimit
from dife.kit.text import clean
from dife.models import Group, RoomEventKind, RoomHistory, RoomInvite, RoomKind, RoomRole
from dife.notifications import service as notifications

PASSWORDS = RateLimit("room_password", 5, 60, fail_closed=True)
"""A join code is short: whoever may try it often will find it."""

REMOVED_FOR = timedelta(days=30)


async def join(context: Context, room_id: UUID, data: JoinRoom) -> RoomView:
    """Come into a group, or back into a room of two; being in it already changes nothing.

    Raises:
        RoomNotFound: no such group, or not one for the caller to see.
        RemovedFromRoom: they were removed from it within 30 days and not invited since.
        WrongRoomPassword: it is private, and neither password nor invitation was good.
        InviteNotFound: the invitation is not good (any more).
        RoomFull: every seat is taken.
        RateLimited: five passwords in a minute.
    """
    caller_id = context.caller.member_id
    if await membership_repository.is_in(context.session, room_id, caller_id):
        return await get_room(context, room_id)
    other_id = await repository.get_other_side(context.session, room_id, caller_id)
    if other_id is not None:
        return await direct.reopen(context, room_id, other_id)
    if data.password is not None:
        await context.limiter.hit(PASSWORDS, str(caller_id))
    rooms = await log_repository.lock_rooms(context.session, [room_id])
    group = await group_repository.get_open(context.session, room_id)
    if group is None or not await discovery_repository.can_see(context.session, room_id, viewer=caller_id):
        raise RoomNotFound
    standing = await membership_repository.get_standing(context.session, room_id, caller_id)
    if standing is not None and standing.left_seq is None:
        return await get_room(context, room_id)
    invite = await _admit(context, group, data, standing=standing)
    await _take_in(context, group, head=rooms[room_id].head_seq)
    if invite is not None:
        await invite_repository.note_use(context.session, invite)
    await notifications.mark_subject_read(context, caller_id, dedup_key=invites.notification_key(room_id))
    return await get_room(context, room_id)


async def _admit(context: Context, group: Group, data: JoinRoom, *, standing: AnyRow | None) -> RoomInvite | None:
    """Decide whether the caller may come in; the invitation that lets them is returned."""
    removed_at = standing.removed_at if standing is not None else None
    invite = await invites.find_usable(context, group.room_id, token=data.invite, removed_at=removed_at)
    if invite is None:
        if removed_at is not None and context.clock.now() - removed_at < REMOVED_FOR:
            raise RemovedFromRoom
        if group.is_private and not _opens(context, group, data.password):
            raise WrongRoomPassword
    if group.member_count >= group.max_members:
        raise RoomFull
    return invite


def _opens(context: Context, group: Group, password: str | None) -> bool:
    if password is None or group.password_hash is None:
        return False
    cleaned = clean(password, field="password", minimum=0, maximum=len(password))
    return hmac.compare_digest(groups.hash_password(context, group.room_id, cleaned), group.password_hash)


async def _take_in(context: Context, group: Group, *, head: int) -> None:
    caller_id, room_id, seq = context.caller.member_id, group.room_id, head + 1
    visible_from = 1 if group.history == RoomHistory.ALL else seq
    await membership_repository.set_joined(context.session, room_id, caller_id, visible_from=visible_from, seq=seq)
    await group_repository.count_members(context.session, room_id, by=1)
    joined = {"member_id": str(caller_id), "reopened": False}
    await append_event(context.session, room_id, RoomEventKind.MEMBER_JOINED, actor_id=caller_id, data=joined)
    announce_joined(context, room_id, [caller_id])
    await announce(context, room_id, after_seq=head)


async def leave(context: Context, room_id: UUID) -> None:
    """Leave a room; repeated, it changes nothing. An owner's group goes to who follows them, or ends without anybody.

    Raises:
        RoomNotFound: the caller was never in it.
    """
    caller_id = context.caller.member_id
    rooms = await log_repository.lock_rooms(context.session, [room_id])
    await place_of(context, room_id)
    head = rooms[room_id].head_seq
    if not await repository.set_left(context.session, room_id, [caller_id], seq=head + 1):
        return
    data = {"member_id": str(caller_id)}
    seq = await append_event(context.session, room_id, RoomEventKind.MEMBER_LEFT, actor_id=caller_id, data=data)
    if rooms[room_id].kind == RoomKind.GROUP:
        await _leave_group(context, room_id)
    await announce(context, room_id, after_seq=head)
    announce_left(context, room_id, [caller_id], last_seq=seq)


async def _leave_group(context: Context, room_id: UUID) -> None:
    caller_id = context.caller.member_id
    standing = await membership_repository.get_standing(context.session, room_id, caller_id)
    await group_repository.count_members(context.session, room_id, by=-1)
    if standing is None or standing.role == RoomRole.MEMBER:
        return
    await membership_repository.set_role(context.session, room_id, caller_id, role=RoomRole.MEMBER)
    if standing.role == RoomRole.OWNER:
        successor_id = await membership_repository.get_successor(context.session, room_id)
        if successor_id is None:
            await group_repository.close(context.session, room_id)
            await append_event(context.session, room_id, RoomEventKind.ROOM_CLOSED, actor_id=caller_id)
        else:
            await _make_owner(context, room_id, successor_id)


async def _make_owner(context: Context, room_id: UUID, member_id: UUID) -> None:
    await membership_repository.set_role(context.session, room_id, member_id, role=RoomRole.OWNER)
    data = {"member_id": str(member_id)}
    await append_event(
        context.session, room_id, RoomEventKind.OWNER_CHANGED, actor_id=context.caller.member_id, data=data
    )


async def set_role(context: Context, room_id: UUID, member_id: UUID, *, role: RoomRole) -> RoomMemberView:
    """Promote a member, demote one, or hand the group over; the old owner is a moderator then.

    Raises:
        RoomNotFound: no such group, or the caller is not in it.
        NotRoomOwner: somebody else owns it.
        RoomMemberNotFound: no such member in it.
        InvalidField: an owner cannot lay their role down, only hand it over.
    """
    _, head = await groups.lock_own(context, room_id)
    standing = await membership_repository.get_standing(context.session, room_id, member_id)
    if standing is None or standing.left_seq is not None:
        raise RoomMemberNotFound
    if standing.role != role:
        if member_id == context.caller.member_id:
            raise InvalidField("role", "hand_over_first")
        await _change_role(context, room_id, member_id, role=role)
        await announce(context, room_id, after_seq=head)
    return await member_view(context, room_id, member_id)


async def _change_role(context: Context, room_id: UUID, member_id: UUID, *, role: RoomRole) -> None:
    caller_id = context.caller.member_id
    if role == RoomRole.OWNER:
        # First down, then up: there is one owner at every moment.
        await membership_repository.set_role(context.session, room_id, caller_id, role=RoomRole.MODERATOR)
        await _make_owner(context, room_id, member_id)
        return
    await membership_repository.set_role(context.session, room_id, member_id, role=role)
    kind = RoomEventKind.MEMBER_PROMOTED if role == RoomRole.MODERATOR else RoomEventKind.MEMBER_DEMOTED
    await append_event(context.session, room_id, kind, actor_id=caller_id, data={"member_id": str(member_id)})


async def remove(context: Context, room_id: UUID, member_id: UUID) -> None:
    """Remove a member: they hear nothing after this event. One who is gone already stays gone.

    Raises:
        RoomNotFound: no such group, or the caller is not in it.
        NotRoomModerator: the caller may not remove this member.
        RoomMemberNotFound: no such member was ever in it.
        InvalidField: that is the caller, who can leave.
    """
    rooms = await log_repository.lock_rooms(context.session, [room_id])
    role = await role_of(context, room_id)
    if role == RoomRole.MEMBER:
        raise NotRoomModerator
    if member_id == context.caller.member_id:
        raise InvalidField("member_id", "is_self")
    standing = await membership_repository.get_standing(context.session, room_id, member_id)
    if standing is None:
        raise RoomMemberNotFound
    if standing.left_seq is not None:
        return
    if standing.role == RoomRole.OWNER or (standing.role == RoomRole.MODERATOR and role != RoomRole.OWNER):
        raise NotRoomOwner
    await _remove(context, room_id, member_id, head=rooms[room_id].head_seq)


async def _remove(context: Context, room_id: UUID, member_id: UUID, *, head: int) -> None:
    session, now = context.session, context.clock.now()
    await repository.set_left(session, room_id, [member_id], seq=head + 1)
    await membership_repository.set_removed(session, room_id, member_id, now=now)
    await group_repository.count_members(session, room_id, by=-1)
    await invite_repository.drop_personal(session, room_id, member_id)
    data = {"member_id": str(member_id)}
    seq = await append_event(
        session, room_id, RoomEventKind.MEMBER_REMOVED, actor_id=context.caller.member_id, data=data
    )
    await announce(context, room_id, after_seq=head)
    announce_left(context, room_id, [member_id], last_seq=seq)

"""Rooms of two: one a pair, opened again when either writes after leaving, closed by a block."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from dife.chat import log_repository, repository
from dife.chat.errors import RoomNotFound
from dife.chat.events import announce, announce_joined, announce_left, append_event
from dife.chat.places import place_of
from dife.chat.rooms import get_room
from dife.chat.schemas import OpenRoom, RoomView
from dife.context import Context
from dife.database import constraint_of
from dife.errors import IdempotencyMismatch, InvalidField
from dife.kit.ids import new_id
from dife.kit.rate_limits import RateLimit
from dife.members import service as members
from dife.models import RoomEventKind

NEW_PEOPLE = RateLimit("new_people", 10, 24 * 3600)


async def open_direct(context: Context, data: OpenRoom) -> tuple[RoomView, bool]:
    """Return the room of the caller and another member, and whether it is new. One that the caller left opens again.

    Raises:
        MemberNotFound: the other is not visible to the caller.
        InvalidField: the other is the caller.
        IdempotencyMismatch: the client id opened a room with somebody else.
        RateLimited: ten people who are no friends were written to for the first time within a day.
    """
    caller_id, other_id = context.caller.member_id, data.member_id
    if other_id == caller_id:
        raise InvalidField("member_id", "is_self")
    opened = await repository.get_opened_pair(context.session, caller_id, data.client_id)
    if opened is not None and other_id not in opened:
        raise IdempotencyMismatch
    # Two who open at once, and one who opens while the other blocks, come one after the other.
    await members.lock_pair(context, other_id)
    await members.require_visible(context, other_id)
    room_id = await repository.get_direct_room(context.session, caller_id, other_id)
    if room_id is not None:
        await _rejoin(context, room_id)
        return await get_room(context, room_id), False
    if not await members.is_friend(context, other_id):
        await context.limiter.hit(NEW_PEOPLE, str(caller_id))
    return await _create_direct(context, data), True


async def _create_direct(context: Context, data: OpenRoom) -> RoomView:
    caller_id, room_id = context.caller.member_id, new_id()
    try:
        await repository.insert_direct_room(
            context.session, room_id, created_by=caller_id, other=data.member_id, client_id=data.client_id
        )
    except IntegrityError as error:
        if constraint_of(error) == "uq_rooms_created_by_client_id":
            raise IdempotencyMismatch from None
        raise
    await append_event(context.session, room_id, RoomEventKind.ROOM_CREATED, actor_id=caller_id)
    for member_id in (caller_id, data.member_id):
        joined = {"member_id": str(member_id), "reopened": False}
        await append_event(context.session, room_id, RoomEventKind.MEMBER_JOINED, actor_id=caller_id, data=joined)
    announce_joined(context, room_id, [caller_id, data.member_id])
    await announce(context, room_id, after_seq=0)
    return await get_room(context, room_id)


async def reopen(context: Context, room_id: UUID, other_id: UUID) -> RoomView:
    """Take the caller back into their room with another member, which they had left or a block had closed.

    Raises:
        RoomNotFound: the other is not visible to the caller: the room looks as if it were not there.
    """
    await members.lock_pair(context, other_id)
    if not await members.cards(context, [other_id]):
        raise RoomNotFound
    await _rejoin(context, room_id)
    return await get_room(context, room_id)


async def _rejoin(context: Context, room_id: UUID) -> None:
    """Take the caller back into a direct room, with all that they could see before."""
    caller_id = context.caller.member_id
    head = (await log_repository.lock_rooms(context.session, [room_id]))[room_id].head_seq
    place = await place_of(context, room_id)
    if place.left_seq is None:
        return
    await repository.set_rejoined(context.session, room_id, caller_id)
    joined = {"member_id": str(caller_id), "reopened": True}
    await append_event(context.session, room_id, RoomEventKind.MEMBER_JOINED, actor_id=caller_id, data=joined)
    announce_joined(context, room_id, [caller_id])
    await announce(context, room_id, after_seq=head)


async def close_direct_room(context: Context, other_id: UUID) -> None:
    """End the conversation of the caller and another member, if they have one: both hear nothing after this event.

    The event does not say who wanted it. Opening the room again reopens it, for whoever is allowed to.
    """
    caller_id = context.caller.member_id
    room_id = await repository.get_direct_room(context.session, caller_id, other_id)
    if room_id is None:
        return
    head = (await log_repository.lock_rooms(context.session, [room_id]))[room_id].head_seq
    left = await repository.set_left(context.session, room_id, [caller_id, other_id], seq=head + 1)
    if left:
        seq = await append_event(context.session, room_id, RoomEventKind.ROOM_CLOSED, actor_id=None)
        await announce(context, room_id, after_seq=head)
        announce_left(context, room_id, left, last_seq=seq)

"""Members' places in rooms: who is in, how far they have read, how a room behaves for them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from msgspec import UNSET

from dife.chat import membership_repository, repository
from dife.chat.errors import NotRoomModerator, RoomMemberNotFound, RoomNotFound
from dife.chat.events import announce_own, announce_read
from dife.chat.jobs import notification_key
from dife.chat.rooms import get_room
from dife.chat.schemas import ReadMark, RoomMemberView, RoomPreferences, RoomView
from dife.chat.veil import hidden_from
from dife.context import Context
from dife.database import AnyRow
from dife.errors import InvalidField
from dife.kit.pagination import split_page
from dife.kit.schema import Page
from dife.members import service as members
from dife.models import RoomRole
from dife.notifications import service as notifications


class Membership(NamedTuple):
    """A member's place in a room: they hear `visible_from <= seq`, and `seq <= left_seq` once they have left."""

    member_id: UUID
    room_id: UUID
    visible_from: int
    left_seq: int | None
    read_seq: int
    head_seq: int


async def place_of(context: Context, room_id: UUID) -> Membership:
    """Return the caller's place in a room, also in one that they have left.

    Raises:
        RoomNotFound: there is none.
    """
    places = await repository.get_places(context.session, context.caller.member_id, [room_id])
    if not places:
        raise RoomNotFound
    return Membership(*places[0])


async def require_place(context: Context, room_id: UUID) -> Membership:
    """Return the caller's place in a room that they are in.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
    """
    place = await place_of(context, room_id)
    if place.left_seq is not None:
        raise RoomNotFound
    return place


async def role_of(context: Context, room_id: UUID) -> RoomRole:
    """Return the caller's role in a room that they are in.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
    """
    standing = await membership_repository.get_standing(context.session, room_id, context.caller.member_id)
    if standing is None or standing.left_seq is not None:
        raise RoomNotFound
    return RoomRole(standing.role)


async def require_moderator(context: Context, room_id: UUID) -> None:
    """Make sure that the caller owns or moderates a room.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
        NotRoomModerator: they are a plain member of it.
    """
    if await role_of(context, room_id) == RoomRole.MEMBER:
        raise NotRoomModerator


async def list_members(context: Context, room_id: UUID, *, limit: int, cursor: str | None) -> Page[RoomMemberView]:
    """Return who is in a room of the caller's."""
    await require_place(context, room_id)
    scope = f"room_members:{room_id}"
    key = context.cursors.decode(scope, cursor)
    after = UUID(str(key[0])) if key else None
    rows = await repository.list_members(context.session, room_id, after=after, limit=limit + 1)
    page, next_cursor = split_page(
        rows, limit=limit, cursor_of=lambda row: context.cursors.encode(scope, [str(row.member_id)])
    )
    return Page(items=await _member_views(context, page), next_cursor=next_cursor)


async def member_view(context: Context, room_id: UUID, member_id: UUID) -> RoomMemberView:
    """Return a member's place in a room that they are in, as the caller may see it.

    Raises:
        RoomMemberNotFound: no such member in it.
    """
    row = await repository.get_member(context.session, room_id, member_id)
    if row is None:
        raise RoomMemberNotFound
    return (await _member_views(context, [row]))[0]


async def _member_views(context: Context, rows: Sequence[AnyRow]) -> list[RoomMemberView]:
    cards = await members.room_cards(context, {row.member_id for row in rows})
    hidden = await hidden_from(context)
    return [
        RoomMemberView(
            member_id=row.member_id,
            member=cards.get(row.member_id),
            role=row.role,
            read_seq=0 if row.member_id in hidden else row.read_seq,
            joined_at=row.joined_at,
        )
        for row in rows
    ]


async def set_preferences(context: Context, room_id: UUID, data: RoomPreferences) -> RoomView:
    """Change how a room behaves for the caller."""
    await require_place(context, room_id)
    given = {"auto_translate": data.auto_translate, "muted": data.muted, "pinned": data.pinned}
    values = {name: value for name, value in given.items() if value is not UNSET}
    if values:
        await repository.set_preferences(context.session, room_id, context.caller.member_id, values=values)
        announce_own(context, room_id)
    return await get_room(context, room_id)


async def mark_read(context: Context, room_id: UUID, seq: int) -> ReadMark:
    """Move the caller's read mark forward; it never goes back.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
        InvalidField: nothing in the room has that seq yet.
    """
    place = await require_place(context, room_id)
    if seq > place.head_seq:
        raise InvalidField("seq", "too_large")
    if await repository.raise_read_mark(context.session, room_id, place.member_id, seq=seq):
        announce_read(context, room_id, seq=seq)
        key = notification_key(room_id)
        await notifications.mark_subject_read(context, place.member_id, dedup_key=key, message_seq=seq)
    return ReadMark(room_id=room_id, member_id=place.member_id, seq=max(seq, place.read_seq))

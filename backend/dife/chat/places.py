"""Members' places in rooms: who is in, how far they have read, how a room behaves for them."""

from typing import NamedTuple
from uuid import UUID

from msgspec import UNSET

from dife.chat import log_repository, repository
from dife.chat.errors import RoomNotFound
from dife.chat.events import announce, announce_left, announce_read, append_event
from dife.chat.jobs import notification_key
from dife.chat.rooms import get_room
from dife.chat.schemas import ReadMark, RoomMemberView, RoomPreferences, RoomView
from dife.context import Context
from dife.database import AnyRow
from dife.errors import InvalidField
from dife.kit.pagination import split_page
from dife.kit.schema import Page
from dife.members import service as members
from dife.members.schemas import MemberCard
from dife.models import RoomEventKind
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


async def leave(context: Context, room_id: UUID) -> None:
    """Leave a room; repeated, it changes nothing.

    Raises:
        RoomNotFound: the caller was never in it.
    """
    caller_id = context.caller.member_id
    rooms = await log_repository.lock_rooms(context.session, [room_id])
    await place_of(context, room_id)
    head = rooms[room_id].head_seq
    if await repository.set_left(context.session, room_id, [caller_id], seq=head + 1):
        data = {"member_id": str(caller_id)}
        seq = await append_event(context.session, room_id, RoomEventKind.MEMBER_LEFT, actor_id=caller_id, data=data)
        await announce(context, room_id, after_seq=head)
        announce_left(context, room_id, [caller_id], last_seq=seq)


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
    cards = await members.cards(context, {row.member_id for row in page})
    items = [_member_view(row, cards) for row in page]
    return Page(items=items, next_cursor=next_cursor)


def _member_view(row: AnyRow, cards: dict[UUID, MemberCard]) -> RoomMemberView:
    return RoomMemberView(
        member_id=row.member_id, member=cards.get(row.member_id), read_seq=row.read_seq, joined_at=row.joined_at
    )


async def set_preferences(context: Context, room_id: UUID, data: RoomPreferences) -> RoomView:
    """Change how a room behaves for the caller."""
    await require_place(context, room_id)
    given = {"auto_translate": data.auto_translate, "muted": data.muted}
    values = {name: value for name, value in given.items() if value is not UNSET}
    if values:
        await repository.set_preferences(context.session, room_id, context.caller.member_id, values=values)
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
        await notifications.mark_subject_read(context, place.member_id, dedup_key=notification_key(room_id))
    return ReadMark(room_id=room_id, member_id=place.member_id, seq=max(seq, place.read_seq))

"""Rules of rooms, and what other slices and the gateway may ask of chat."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import UNSET
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat import log_repository, message_repository, repository
from dife.chat.errors import MessageNotFound, RoomNotFound
from dife.chat.events import (
    announce,
    announce_joined,
    announce_left,
    announce_read,
    append_event,
    encode_event_frame,
    media_ids_of,
    read_log,
    read_logs,
    render_events,
    render_messages,
    to_message,
)
from dife.chat.jobs import notification_key
from dife.chat.log_repository import MESSAGE_PREFIX, LogSpan
from dife.chat.schemas import MessageView, OpenRoom, ReadMark, RoomMemberView, RoomPreferences, RoomView
from dife.context import Context
from dife.database import AnyRow, constraint_of
from dife.errors import IdempotencyMismatch, InvalidField
from dife.kit.ids import new_id
from dife.kit.pagination import split_page
from dife.kit.schema import Page
from dife.media import service as media
from dife.members import service as members
from dife.members.schemas import MemberCard
from dife.models import RoomEventKind, RoomKind
from dife.notifications import service as notifications

__all__ = [
    "LogSpan",
    "Membership",
    "close_direct_room",
    "encode_event_frame",
    "find_message",
    "gateway_rooms",
    "heads",
    "memberships",
    "message_evidence",
    "read_log",
    "read_logs",
    "render_events",
]
"""What other slices and the gateway use."""


class Membership(NamedTuple):
    """A member's place in a room: they hear `visible_from <= seq`, and `seq <= left_seq` once they have left."""

    member_id: UUID
    room_id: UUID
    visible_from: int
    left_seq: int | None
    read_seq: int
    head_seq: int


async def gateway_rooms(session: AsyncSession, member_id: UUID, *, named: Collection[UUID] = ()) -> list[Membership]:
    """Return the rooms that a member is in, and those of `named` that they have left.

    A client that was away when its member left still gets what came before, up to `left_seq`.
    """
    rows = await repository.get_memberships(session, [member_id], left_too=named)
    return [Membership(*row) for row in rows]


async def memberships(session: AsyncSession, member_ids: Collection[UUID]) -> list[Membership]:
    """Return the rooms that each of the members is in, by member and room."""
    return [Membership(*row) for row in await repository.get_memberships(session, member_ids)]


async def heads(session: AsyncSession, room_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the newest seq of each room."""
    return await log_repository.get_heads(session, room_ids)


async def find_message(context: Context, message_id: UUID) -> MessageView:
    """Return a message that the caller may read, for other slices (translation, reports).

    Raises:
        MessageNotFound: there is none.
    """
    row = await message_repository.get_visible(context.session, message_id, member_id=context.caller.member_id)
    if row is None:
        raise MessageNotFound
    return (await render_messages(context, [row]))[0]


async def message_evidence(context: Context, message_id: UUID) -> dict[str, Any]:
    """Return what a message says at this moment, for a report. Having left the room since does not hinder it.

    Raises:
        MessageNotFound: no such message, or one that the caller never saw.
    """
    row = await message_repository.get_visible(
        context.session, message_id, member_id=context.caller.member_id, left_too=True
    )
    if row is None:
        raise MessageNotFound
    return {
        "author_id": str(row.sender_id),
        "room_id": str(row.room_id),
        "seq": row.seq,
        "body": row.body,
        "media_ids": [str(media_id) for media_id in row.media_ids],
        "created_at": row.created_at.isoformat(),
        "edited_at": row.edited_at.isoformat() if row.edited_at else None,
        "deleted_at": row.deleted_at.isoformat() if row.deleted_at else None,
    }


async def open_direct(context: Context, data: OpenRoom) -> tuple[RoomView, bool]:
    """Return the room of the caller and another member, and whether it is new. One that the caller left opens again.

    Raises:
        MemberNotFound: the other is not visible to the caller.
        InvalidField: the other is the caller.
        IdempotencyMismatch: the client id opened a room with somebody else.
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


async def _rejoin(context: Context, room_id: UUID) -> None:
    """Take the caller back into a direct room, with all that they could see before."""
    caller_id = context.caller.member_id
    head = (await log_repository.lock_rooms(context.session, [room_id]))[room_id].head_seq
    place = await _place(context, room_id)
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


async def leave(context: Context, room_id: UUID) -> None:
    """Leave a room; repeated, it changes nothing.

    Raises:
        RoomNotFound: the caller was never in it.
    """
    caller_id = context.caller.member_id
    rooms = await log_repository.lock_rooms(context.session, [room_id])
    await _place(context, room_id)
    head = rooms[room_id].head_seq
    if await repository.set_left(context.session, room_id, [caller_id], seq=head + 1):
        data = {"member_id": str(caller_id)}
        seq = await append_event(context.session, room_id, RoomEventKind.MEMBER_LEFT, actor_id=caller_id, data=data)
        await announce(context, room_id, after_seq=head)
        announce_left(context, room_id, [caller_id], last_seq=seq)


async def _place(context: Context, room_id: UUID) -> Membership:
    places = await repository.get_places(context.session, context.caller.member_id, [room_id])
    if not places:
        raise RoomNotFound
    return Membership(*places[0])


async def require_place(context: Context, room_id: UUID) -> Membership:
    """Return the caller's place in a room that they are in.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
    """
    place = await _place(context, room_id)
    if place.left_seq is not None:
        raise RoomNotFound
    return place


async def get_room(context: Context, room_id: UUID) -> RoomView:
    """Return a room of the caller's.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
    """
    row = await repository.get_room(context.session, room_id, member_id=context.caller.member_id)
    if row is None:
        raise RoomNotFound
    return (await _views(context, [row]))[0]


async def list_rooms(context: Context, *, limit: int, cursor: str | None) -> Page[RoomView]:
    """Return the caller's rooms, the one where something was said last first."""
    caller_id = context.caller.member_id
    scope = f"rooms:{caller_id}"
    key = context.cursors.decode(scope, cursor)
    before = (datetime.fromisoformat(str(key[0])), UUID(str(key[1]))) if key else None
    rows = await repository.list_rooms(context.session, caller_id, before=before, limit=limit + 1)
    page, next_cursor = split_page(
        rows,
        limit=limit,
        cursor_of=lambda row: context.cursors.encode(scope, [row.active_at.isoformat(), str(row.id)]),
    )
    return Page(items=await _views(context, page), next_cursor=next_cursor)


async def _views(context: Context, rows: list[AnyRow]) -> list[RoomView]:
    cards = await members.cards(context, {row.other_id for row in rows if row.other_id})
    spoken = [row for row in rows if row.message_id]
    pictures = await media.views(context, media_ids_of(spoken, prefix=MESSAGE_PREFIX))
    return [
        RoomView(
            id=row.id,
            kind=RoomKind(row.kind),
            member=cards.get(row.other_id),
            head_seq=row.head_seq,
            unread=row.unread,
            last_message=to_message(row, pictures, prefix=MESSAGE_PREFIX) if row.message_id else None,
            visible_from=row.visible_from,
            read_seq=row.read_seq,
            other_read_seq=row.other_read_seq,
            muted=row.muted,
            pinned=row.pinned,
            auto_translate=row.auto_translate,
            created_at=row.created_at,
        )
        for row in rows
    ]


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

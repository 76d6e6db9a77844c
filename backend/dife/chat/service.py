"""What other slices and the gateway may ask of chat."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat import archive, group_repository, log_repository, message_repository, repository
from dife.chat.direct import close_direct_room
from dife.chat.errors import MessageNotFound, RoomNotFound
from dife.chat.events import announce_veil, encode_event_frame, read_log, read_logs, render_events, render_messages
from dife.chat.log_repository import LogSpan
from dife.chat.places import Membership
from dife.chat.presence import hints as presence_hints
from dife.chat.presence import note_gone, note_here
from dife.chat.presence import read as read_presence
from dife.chat.presence_repository import list_partners
from dife.chat.schemas import MessageView
from dife.chat.veil import hidden_from_many, people_of_frame, veil_frame
from dife.chat.versions import forget_versions, message_versions
from dife.context import Context

__all__ = [
    "LogSpan",
    "Membership",
    "announce_veil",
    "close_direct_room",
    "encode_event_frame",
    "find_message",
    "forget_versions",
    "group_evidence",
    "heads",
    "hidden_from_many",
    "list_partners",
    "memberships",
    "message_evidence",
    "message_versions",
    "note_gone",
    "note_here",
    "people_of_frame",
    "presence_hints",
    "read_log",
    "read_logs",
    "read_presence",
    "render_events",
    "veil_frame",
]
"""What other slices and the gateway use."""


async def memberships(
    session: AsyncSession, member_ids: Collection[UUID], *, left_too: Collection[UUID] = ()
) -> list[Membership]:
    """Return the rooms that each of the members is in, by member and room; those `left_too` also when they have left.

    A client that was away when its member left still gets what came before, up to `left_seq`.
    """
    return [Membership(*row) for row in await repository.get_memberships(session, member_ids, left_too=left_too)]


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
    [row] = await archive.fill(context.session, context.resources.store, [row])
    return {
        "author_id": str(row.sender_id),
        "room_id": str(row.room_id),
        "seq": row.seq,
        "body": row.body,
        "versions": (await message_versions(context, [message_id])).get(message_id, []),
        "media_ids": [str(media_id) for media_id in row.media_ids],
        "created_at": row.created_at.isoformat(),
        "edited_at": row.edited_at.isoformat() if row.edited_at else None,
        "deleted_at": row.deleted_at.isoformat() if row.deleted_at else None,
    }


async def group_evidence(context: Context, room_id: UUID) -> dict[str, Any]:
    """Return what a group says of itself at this moment, for a report. A block by its owner does not hinder it.

    Raises:
        RoomNotFound: no such group, or it is closed.
    """
    row = await group_repository.get_reportable(context.session, room_id)
    if row is None:
        raise RoomNotFound
    return {
        "owner_id": str(row.owner_id),
        "name": row.name,
        "description": row.description,
        "topics": row.topics,
        "media_ids": [str(row.picture_media_id)] if row.picture_media_id else [],
    }

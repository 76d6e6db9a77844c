"""SQL of messages: one at a time, and pages of them. A batch is written by `batch_repository`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import any_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat.log_repository import MESSAGE_COLUMNS, uuid_array
from dife.database import AnyRow
from dife.members.visibility import hidden_from
from dife.models import Message, MessageSearch, RoomMember


async def get_message(session: AsyncSession, message_id: UUID) -> AnyRow | None:
    """Return a message."""
    return (await session.execute(select(*MESSAGE_COLUMNS).where(Message.id == message_id))).one_or_none()


async def get_visible(
    session: AsyncSession, message_id: UUID, *, member_id: UUID, left_too: bool = False
) -> AnyRow | None:
    """Return a message that a member may see in a room that they are in.

    With `left_too` also one from before they left, or of somebody with whom there is a block: they saw it once.
    """
    is_in = RoomMember.left_seq.is_(None)
    statement = (
        select(*MESSAGE_COLUMNS)
        .join(RoomMember, RoomMember.room_id == Message.room_id)
        .where(
            Message.id == message_id,
            RoomMember.member_id == member_id,
            or_(is_in, Message.seq <= RoomMember.left_seq) if left_too else is_in,
            RoomMember.visible_from <= Message.seq,
        )
    )
    if not left_too:
        statement = statement.where(Message.sender_id.not_in(hidden_from(member_id)))
    return (await session.execute(statement)).one_or_none()


async def get_sent(session: AsyncSession, room_id: UUID, *, sender_id: UUID, client_id: UUID) -> AnyRow | None:
    """Return what a sender sent to a room under a client id, with its fingerprint."""
    statement = select(*MESSAGE_COLUMNS, Message.fingerprint).where(
        Message.room_id == room_id, Message.sender_id == sender_id, Message.client_id == client_id
    )
    return (await session.execute(statement)).one_or_none()


async def list_older(
    session: AsyncSession, room_id: UUID, *, visible_from: int, before_seq: int | None, limit: int
) -> Sequence[AnyRow]:
    """Return messages of a room, the newest first."""
    statement = select(*MESSAGE_COLUMNS).where(Message.room_id == room_id, Message.seq >= visible_from)
    if before_seq is not None:
        statement = statement.where(Message.seq < before_seq)
    return (await session.execute(statement.order_by(Message.seq.desc()).limit(limit))).all()


async def list_newer(session: AsyncSession, room_id: UUID, *, after_seq: int, limit: int) -> Sequence[AnyRow]:
    """Return messages of a room after a place, the oldest first."""
    statement = select(*MESSAGE_COLUMNS).where(Message.room_id == room_id, Message.seq > after_seq)
    return (await session.execute(statement.order_by(Message.seq).limit(limit))).all()


async def list_visible(
    session: AsyncSession, room_id: UUID, message_ids: Collection[UUID], *, visible_from: int
) -> Sequence[AnyRow]:
    """Return those of the messages that are in the room and may be seen from there."""
    if not message_ids:
        return []
    statement = select(*MESSAGE_COLUMNS).where(
        Message.id == any_(uuid_array(message_ids)), Message.room_id == room_id, Message.seq >= visible_from
    )
    return (await session.execute(statement.order_by(Message.seq))).all()


async def set_reactions(session: AsyncSession, message_id: UUID, reactions: list[dict[str, Any]], *, seq: int) -> None:
    """Replace who answered a message with which emoji."""
    statement = update(Message).where(Message.id == message_id)
    await session.execute(statement.values(reactions=reactions, changed_seq=seq))


async def set_preview(session: AsyncSession, message_id: UUID, preview: dict[str, Any], *, seq: int) -> None:
    """Give a message the preview of its link."""
    statement = update(Message).where(Message.id == message_id)
    await session.execute(statement.values(preview=preview, changed_seq=seq))


async def list_bodies(session: AsyncSession, message_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return (id, body) of the messages that are not deleted."""
    statement = select(Message.id, Message.body).where(Message.id == any_(uuid_array(message_ids)))
    return (await session.execute(statement.where(Message.deleted_at.is_(None)))).all()


async def set_edited(session: AsyncSession, message_id: UUID, *, body: str, seq: int, now: datetime) -> None:
    """Replace a message's text."""
    statement = update(Message).where(Message.id == message_id)
    await session.execute(statement.values(body=body, preview=None, changed_seq=seq, edited_at=now))


async def set_deleted(session: AsyncSession, message_id: UUID, *, seq: int, now: datetime) -> None:
    """Empty a message. Its fingerprint stays, so that a repeated send still finds it."""
    statement = update(Message).where(Message.id == message_id)
    nothing: dict[str, Any] = {
        "body": "",
        "media_ids": [],
        "reactions": [],
        "preview": None,
        "reply_to_id": None,
        "reply_to_seq": None,
    }
    await session.execute(statement.values(**nothing, changed_seq=seq, deleted_at=now))


async def list_unindexed(session: AsyncSession, *, limit: int) -> list[UUID]:
    """Return messages with a text that search does not know."""
    known = select(1).where(MessageSearch.message_id == Message.id).exists()
    statement = select(Message.id).where(Message.body != "", Message.deleted_at.is_(None), ~known)
    return list((await session.execute(statement.limit(limit))).scalars())


async def get_receivers(session: AsyncSession, message_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return (id, room_id, sender_id, member_id) for each message and each of those who should hear of it.

    Not who muted the room, has left it, or has read that far.
    """
    statement = (
        select(Message.id, Message.room_id, Message.sender_id, RoomMember.member_id)
        .join(RoomMember, RoomMember.room_id == Message.room_id)
        .where(
            Message.id == any_(uuid_array(message_ids)),
            Message.deleted_at.is_(None),
            RoomMember.member_id != Message.sender_id,
            RoomMember.left_seq.is_(None),
            RoomMember.read_seq < Message.seq,
            ~RoomMember.muted,
        )
        .order_by(Message.room_id, Message.seq)
    )
    return (await session.execute(statement)).all()

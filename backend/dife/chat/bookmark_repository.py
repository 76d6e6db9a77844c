"""SQL of bookmarked messages."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat.log_repository import MESSAGE_COLUMNS
from dife.database import AnyRow
from dife.models import Message, MessageBookmark, RoomMember


async def add(session: AsyncSession, member_id: UUID, message: AnyRow) -> None:
    """Bookmark a message; it stays when it is already."""
    values = {"member_id": member_id, "message_id": message.id, "room_id": message.room_id, "seq": message.seq}
    await session.execute(insert(MessageBookmark).values(values).on_conflict_do_nothing())


async def remove(session: AsyncSession, member_id: UUID, *, room_id: UUID, message_id: UUID) -> None:
    """Take a bookmark off; nothing happens when there is none."""
    await session.execute(
        delete(MessageBookmark).where(
            MessageBookmark.member_id == member_id,
            MessageBookmark.message_id == message_id,
            MessageBookmark.room_id == room_id,
        )
    )


async def count(session: AsyncSession, member_id: UUID) -> int:
    """Return how many bookmarks a member has."""
    statement = select(func.count()).where(MessageBookmark.member_id == member_id)
    return int((await session.execute(statement)).scalar_one())


async def list_own(
    session: AsyncSession, member_id: UUID, *, room_id: UUID | None, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[AnyRow]:
    """Return the bookmarked messages that the member may see and that are still there, with `marked_at`, the last first."""
    place = and_(
        RoomMember.room_id == MessageBookmark.room_id,
        RoomMember.member_id == member_id,
        RoomMember.left_seq.is_(None),
        RoomMember.visible_from <= MessageBookmark.seq,
    )
    statement = (
        select(*MESSAGE_COLUMNS, MessageBookmark.created_at.label("marked_at"))
        .select_from(MessageBookmark)
        .join(RoomMember, place)
        .join(Message, Message.id == MessageBookmark.message_id)
        .where(MessageBookmark.member_id == member_id, Message.deleted_at.is_(None))
    )
    if room_id is not None:
        statement = statement.where(MessageBookmark.room_id == room_id)
    mark = tuple_(MessageBookmark.created_at, MessageBookmark.message_id)
    if before is not None:
        statement = statement.where(mark < tuple_(*before))
    order = (MessageBookmark.created_at.desc(), MessageBookmark.message_id.desc())
    return (await session.execute(statement.order_by(*order).limit(limit))).all()

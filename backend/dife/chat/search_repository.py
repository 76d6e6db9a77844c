"""SQL of finding messages by their words."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, and_, any_, bindparam, cast, delete, select
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR, insert
from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat.log_repository import MESSAGE_COLUMNS, uuid_array
from dife.database import AnyRow
from dife.members.visibility import blocked_between
from dife.models import Message, MessageSearch, RoomMember

MAX_ROOMS = 1000


async def lock_texts(session: AsyncSession, message_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return (id, room_id, seq, body) of the messages that have a text, locked so that none is deleted meanwhile."""
    statement = (
        select(Message.id, Message.room_id, Message.seq, Message.body)
        .where(Message.id == any_(uuid_array(message_ids)), Message.body != "", Message.deleted_at.is_(None))
        .order_by(Message.room_id, Message.seq)
        .with_for_update(read=True)
    )
    return (await session.execute(statement)).all()


async def put_tokens(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write the tokens of messages in place of those that were there."""
    statement = insert(MessageSearch).values([{**row, "search": cast(row["search"], TSVECTOR)} for row in rows])
    changed = {"search": statement.excluded.search}
    await session.execute(statement.on_conflict_do_update(index_elements=[MessageSearch.message_id], set_=changed))


async def forget_tokens(session: AsyncSession, message_ids: Collection[UUID]) -> None:
    """Delete the tokens of messages."""
    await session.execute(delete(MessageSearch).where(MessageSearch.message_id == any_(uuid_array(message_ids))))


async def list_room_ids(session: AsyncSession, member_id: UUID) -> list[UUID]:
    """Return the rooms that a member is in."""
    statement = select(RoomMember.room_id).where(RoomMember.member_id == member_id, RoomMember.left_seq.is_(None))
    return list((await session.execute(statement.limit(MAX_ROOMS))).scalars())


async def find(
    session: AsyncSession, member_id: UUID, *, queries: Sequence[str], before: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """Return the messages that one of the `tsquery` texts finds and the member may see, the newest first."""
    place = and_(
        RoomMember.room_id == MessageSearch.room_id,
        RoomMember.member_id == member_id,
        RoomMember.left_seq.is_(None),
        RoomMember.visible_from <= MessageSearch.seq,
    )
    found = MessageSearch.search.op("@@")(any_(bindparam(None, list(queries), type_=ARRAY(TSQUERY()))))
    statement = (
        select(*MESSAGE_COLUMNS)
        .select_from(MessageSearch)
        .join(RoomMember, place)
        .join(Message, Message.id == MessageSearch.message_id)
        .where(found, Message.deleted_at.is_(None), ~blocked_between(member_id, Message.sender_id))
    )
    if before is not None:
        statement = statement.where(MessageSearch.message_id < before)
    return (await session.execute(statement.order_by(MessageSearch.message_id.desc()).limit(limit))).all()

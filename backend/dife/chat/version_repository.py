"""SQL of what edited messages said before."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, any_, delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat.log_repository import uuid_array
from dife.database import AnyRow
from dife.models import Message, MessageVersion, Report, ReportStatus, ReportTarget


async def keep(session: AsyncSession, message_id: UUID, *, replaced_seq: int, body: str, written_at: datetime) -> None:
    """Keep a text that an edit replaces."""
    values = {"message_id": message_id, "replaced_seq": replaced_seq, "body": body, "written_at": written_at}
    await session.execute(insert(MessageVersion).values(values))


async def list_versions(session: AsyncSession, message_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return (message_id, body, written_at) of all earlier texts, the oldest of a message first."""
    statement = select(MessageVersion.message_id, MessageVersion.body, MessageVersion.written_at).where(
        MessageVersion.message_id == any_(uuid_array(message_ids))
    )
    return (await session.execute(statement.order_by(MessageVersion.message_id, MessageVersion.replaced_seq))).all()


def _is_reported() -> ColumnElement[bool]:
    return exists(
        select(1).where(
            Report.target_kind == ReportTarget.MESSAGE,
            Report.target_id == MessageVersion.message_id,
            Report.status == ReportStatus.OPEN,
        )
    )


async def forget(session: AsyncSession, message_id: UUID) -> None:
    """Delete the earlier texts of a deleted message, unless a report about it waits for an answer."""
    is_deleted = exists(select(1).where(Message.id == message_id, Message.deleted_at.is_not(None)))
    statement = delete(MessageVersion).where(MessageVersion.message_id == message_id, is_deleted, ~_is_reported())
    await session.execute(statement)

"""SQL of moderation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from dife.database import AnyRow
from dife.models import Block, Member, MemberStatus, Report, ReportStatus


async def insert_block(session: AsyncSession, blocker_id: UUID, blocked_id: UUID) -> bool:
    """Insert a block; tell whether there was none before."""
    statement = insert(Block).values(blocker_id=blocker_id, blocked_id=blocked_id).on_conflict_do_nothing()
    return (await session.execute(statement.returning(Block.blocked_id))).one_or_none() is not None


async def delete_block(session: AsyncSession, blocker_id: UUID, blocked_id: UUID) -> bool:
    """Delete a block; tell whether there was one."""
    statement = delete(Block).where(Block.blocker_id == blocker_id, Block.blocked_id == blocked_id)
    return (await session.execute(statement.returning(Block.blocked_id))).one_or_none() is not None


async def blocks(
    session: AsyncSession, blocker_id: UUID, *, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[AnyRow]:
    """Return (blocked_id, created_at) of a member's blocks, the newest first."""
    statement = (
        select(Block.blocked_id, Block.created_at)
        .join(Member, Member.id == Block.blocked_id)
        .where(Block.blocker_id == blocker_id, Member.status != MemberStatus.DELETED, Member.onboarded_at.is_not(None))
    )
    if before is not None:
        statement = statement.where(tuple_(Block.created_at, Block.blocked_id) < tuple_(*before))
    statement = statement.order_by(Block.created_at.desc(), Block.blocked_id.desc()).limit(limit)
    return (await session.execute(statement)).all()


async def report_by_client_id(session: AsyncSession, reporter_id: UUID, client_id: UUID) -> Report | None:
    """Return the report that a member made under a client id."""
    statement = select(Report).where(Report.reporter_id == reporter_id, Report.client_id == client_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def open_report(session: AsyncSession, reporter_id: UUID, *, target_kind: str, target_id: UUID) -> Report | None:
    """Return a member's report about a target that waits for an answer."""
    statement = select(Report).where(
        Report.reporter_id == reporter_id,
        Report.target_kind == target_kind,
        Report.target_id == target_id,
        Report.status == ReportStatus.OPEN,
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def insert_report(session: AsyncSession, values: dict[str, Any]) -> Report | None:
    """Insert a report and return it; None when the client id or the open target is taken."""
    statement = insert(Report).values(values).on_conflict_do_nothing().returning(Report)
    return (await session.execute(statement)).scalar_one_or_none()


async def reports(session: AsyncSession, *, status: ReportStatus, after: UUID | None, limit: int) -> Sequence[Report]:
    """Return reports, the oldest first: the one that waits longest is answered next."""
    statement = select(Report).where(Report.status == status)
    if after is not None:
        statement = statement.where(Report.id > after)
    return (await session.execute(statement.order_by(Report.id).limit(limit))).scalars().all()


async def lock_report(session: AsyncSession, report_id: UUID) -> Report | None:
    """Return a report, locked: it is answered once."""
    return (await session.execute(select(Report).where(Report.id == report_id).with_for_update())).scalar_one_or_none()


async def resolve(session: AsyncSession, report_id: UUID, values: dict[str, Any]) -> Report:
    """Write the answer to a report and return it."""
    statement = update(Report).where(Report.id == report_id).values(status=ReportStatus.RESOLVED, **values)
    return (await session.execute(statement.returning(Report).execution_options(populate_existing=True))).scalar_one()

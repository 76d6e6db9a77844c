"""SQL of translations."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from dife.database import AnyRow
from dife.models import Translation, TranslationUsage


async def recall(session: AsyncSession, hashes: Collection[bytes], *, target: str) -> Sequence[AnyRow]:
    """Return (source_hash, source_language, text, engine) of what the memory has."""
    statement = select(Translation.source_hash, Translation.source_language, Translation.text, Translation.engine)
    statement = statement.where(Translation.source_hash.in_(hashes), Translation.target == target)
    return (await session.execute(statement)).all()


async def remember(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add to the memory; what is there already stays."""
    await session.execute(insert(Translation).values(list(rows)).on_conflict_do_nothing())


async def usage(session: AsyncSession, member_id: UUID, month: date) -> tuple[int, int]:
    """Return how many characters and requests a member has used up in a month."""
    statement = select(TranslationUsage.characters, TranslationUsage.requests).where(
        TranslationUsage.member_id == member_id, TranslationUsage.month == month
    )
    row = (await session.execute(statement)).one_or_none()
    return (row.characters, row.requests) if row else (0, 0)


async def add_usage(session: AsyncSession, member_id: UUID, month: date, *, characters: int) -> None:
    """Count one request and its characters."""
    statement = insert(TranslationUsage).values(member_id=member_id, month=month, characters=characters, requests=1)
    added = {
        "characters": TranslationUsage.characters + characters,
        "requests": TranslationUsage.requests + 1,
    }
    keys = [TranslationUsage.member_id, TranslationUsage.month]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=added))

"""SQL of media."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dife.models import Media, MediaStatus


async def get_ready(session: AsyncSession, media_ids: Collection[UUID]) -> Sequence[Media]:
    """Return those of the pictures that are ready to be shown."""
    statement = select(Media).where(Media.id.in_(media_ids), Media.status == MediaStatus.READY)
    return (await session.execute(statement)).scalars().all()


async def get_own(session: AsyncSession, media_ids: Collection[UUID], *, owner_id: UUID) -> Sequence[Media]:
    """Return those of the pictures that belong to `owner_id`."""
    statement = select(Media).where(Media.id.in_(media_ids), Media.owner_id == owner_id)
    return (await session.execute(statement)).scalars().all()

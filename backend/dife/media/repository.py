"""SQL of media."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dife.members.visibility import visible
from dife.models import Media, MediaKind, MediaStatus, Member

UNFINISHED = (MediaStatus.PENDING, MediaStatus.PROCESSING)


async def insert_media(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert an announced picture."""
    await session.execute(insert(Media).values(values))


async def bytes_of(session: AsyncSession, owner_id: UUID) -> int:
    """Return how many bytes a member has uploaded or announced."""
    statement = select(func.coalesce(func.sum(Media.size), 0)).where(
        Media.owner_id == owner_id, Media.status != MediaStatus.FAILED
    )
    return int((await session.execute(statement)).scalar_one())


async def get(session: AsyncSession, media_id: UUID) -> Media | None:
    """Return a picture, whoever it belongs to."""
    return (await session.execute(select(Media).where(Media.id == media_id))).scalar_one_or_none()


async def get_seen(session: AsyncSession, media_id: UUID, *, viewer: UUID) -> Media | None:
    """Return a picture that is the viewer's own, or the present photo of a member whom the viewer may see."""
    is_photo = exists(select(1).where(Member.photo_media_id == Media.id, visible(viewer)))
    statement = select(Media).where(
        Media.id == media_id, or_(Media.owner_id == viewer, (Media.kind == MediaKind.PROFILE) & is_photo)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def get_ready(session: AsyncSession, media_ids: Collection[UUID]) -> Sequence[Media]:
    """Return those of the pictures that are ready to be shown."""
    statement = select(Media).where(Media.id.in_(media_ids), Media.status == MediaStatus.READY)
    return (await session.execute(statement)).scalars().all()


async def get_own(session: AsyncSession, media_ids: Collection[UUID], *, owner_id: UUID) -> Sequence[Media]:
    """Return those of the pictures that belong to `owner_id`."""
    statement = select(Media).where(Media.id.in_(media_ids), Media.owner_id == owner_id)
    return (await session.execute(statement.execution_options(populate_existing=True))).scalars().all()


async def lock_unused(session: AsyncSession, media_ids: Collection[UUID]) -> set[UUID]:
    """Lock those of the pictures that nothing shows, in the order of their ids, and return which they are."""
    statement = select(Media.id).where(Media.id.in_(media_ids), Media.used_at.is_(None))
    return set((await session.execute(statement.order_by(Media.id).with_for_update())).scalars())


async def mark_used(session: AsyncSession, media_ids: Collection[UUID], *, now: datetime) -> None:
    """Write down that something shows the pictures."""
    await session.execute(update(Media).where(Media.id.in_(media_ids)).values(used_at=now))


async def start_processing(session: AsyncSession, media_id: UUID, *, now: datetime) -> bool:
    """Move a picture from pending to processing; False when it was not pending any more."""
    statement = update(Media).where(Media.id == media_id, Media.status == MediaStatus.PENDING)
    values = {"status": MediaStatus.PROCESSING, "completed_at": now}
    return (await session.execute(statement.values(values).returning(Media.id))).first() is not None


async def finish_processing(session: AsyncSession, media_id: UUID, values: dict[str, Any]) -> bool:
    """Write down how processing ended; False when another run was quicker."""
    statement = update(Media).where(Media.id == media_id, Media.status == MediaStatus.PROCESSING)
    return (await session.execute(statement.values(**values, upload_key=None).returning(Media.id))).first() is not None


async def unfinished(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[Media]:
    """Return pictures from before `before` that were never uploaded or never processed."""
    statement = select(Media).where(Media.status.in_(UNFINISHED), Media.created_at < before)
    return (await session.execute(statement.order_by(Media.created_at).limit(limit))).scalars().all()


async def delete_media(session: AsyncSession, media_ids: Collection[UUID]) -> None:
    """Delete pictures."""
    await session.execute(delete(Media).where(Media.id.in_(media_ids)))


async def take(session: AsyncSession, media_ids: Collection[UUID], *, owner_id: UUID | None) -> Sequence[Media]:
    """Delete pictures, of `owner_id` those that are theirs, and return what they were."""
    statement = delete(Media).where(Media.id.in_(media_ids))
    if owner_id is not None:
        statement = statement.where(Media.owner_id == owner_id)
    return (await session.execute(statement.returning(Media))).scalars().all()

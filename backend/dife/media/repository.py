"""SQL of media."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from dife.members.visibility import visible
from dife.models import Media, MediaHold, MediaKind, MediaStatus, Member

UNFINISHED = (MediaStatus.PENDING, MediaStatus.PROCESSING)

_IS_HELD = exists(select(1).where(MediaHold.media_id == Media.id))


async def insert_media(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert an announced picture."""
    await session.execute(insert(Media).values(values))


async def bytes_of(session: AsyncSession, owner_id: UUID) -> int:
    """Return how many bytes a member has uploaded or announced."""
    statement = select(func.coalesce(func.sum(Media.size), 0)).where(
        Media.owner_id == owner_id, Media.status != MediaStatus.FAILED, Media.discarded_at.is_(None)
    )
    return int((await session.execute(statement)).scalar_one())


async def get(session: AsyncSession, media_id: UUID) -> Media | None:
    """Return a picture, whoever it belongs to."""
    return (await session.execute(select(Media).where(Media.id == media_id))).scalar_one_or_none()


async def get_seen(session: AsyncSession, media_id: UUID, *, viewer: UUID) -> Media | None:
    """Return a picture that is the viewer's own, or the present photo of a member whom the viewer may see."""
    is_photo = exists(select(1).where(Member.photo_media_id == Media.id, visible(viewer)))
    statement = select(Media).where(
        Media.id == media_id,
        Media.discarded_at.is_(None),
        or_(Media.owner_id == viewer, (Media.kind == MediaKind.PROFILE) & is_photo),
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def get_ready(session: AsyncSession, media_ids: Collection[UUID]) -> Sequence[Media]:
    """Return those of the pictures that are ready to be shown."""
    statement = select(Media).where(
        Media.id.in_(media_ids), Media.status == MediaStatus.READY, Media.discarded_at.is_(None)
    )
    return (await session.execute(statement)).scalars().all()


async def get_own(session: AsyncSession, media_ids: Collection[UUID], *, owner_id: UUID) -> Sequence[Media]:
    """Return those of the pictures that belong to `owner_id`."""
    statement = select(Media).where(Media.id.in_(media_ids), Media.owner_id == owner_id, Media.discarded_at.is_(None))
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


async def take_unfinished(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[Media]:
    """Delete at most `limit` pictures from before `before` that were never finished, and return what they were."""
    return await _take_some(session, and_(Media.status.in_(UNFINISHED), Media.created_at < before), limit=limit)


async def take_forgotten(session: AsyncSession, *, limit: int) -> Sequence[Media]:
    """Delete at most `limit` discarded pictures that no report holds any more, and return what they were."""
    return await _take_some(session, and_(Media.discarded_at.is_not(None), ~_IS_HELD), limit=limit)


async def _take_some(session: AsyncSession, condition: ColumnElement[bool], *, limit: int) -> Sequence[Media]:
    # In a WITH it runs once; as a subquery a plan may run it again and delete more.
    batch = select(Media.id).where(condition).limit(limit).with_for_update(skip_locked=True).cte("batch")
    statement = delete(Media).where(Media.id.in_(select(batch.c.id))).returning(Media)
    return (await session.execute(statement.execution_options(synchronize_session=False))).scalars().all()


async def discard_held(
    session: AsyncSession, media_ids: Collection[UUID], *, owner_id: UUID | None, now: datetime
) -> None:
    """Hide those of the pictures that a report holds. All are locked first: a hold that comes later finds none."""
    locked = select(Media.id).where(_theirs(media_ids, owner_id)).order_by(Media.id).with_for_update()
    ids = (await session.execute(locked)).scalars().all()
    held = update(Media).where(Media.id.in_(ids), _IS_HELD)
    await session.execute(held.values(discarded_at=now).execution_options(synchronize_session=False))


async def take(session: AsyncSession, media_ids: Collection[UUID], *, owner_id: UUID | None) -> Sequence[Media]:
    """Delete pictures that no report holds, of `owner_id` those that are theirs, and return what they were."""
    statement = delete(Media).where(_theirs(media_ids, owner_id), ~_IS_HELD).returning(Media)
    return (await session.execute(statement.execution_options(synchronize_session=False))).scalars().all()


def _theirs(media_ids: Collection[UUID], owner_id: UUID | None) -> ColumnElement[bool]:
    return and_(Media.id.in_(media_ids), true() if owner_id is None else Media.owner_id == owner_id)


async def insert_holds(session: AsyncSession, media_ids: Collection[UUID], *, report_id: UUID) -> None:
    """Hold those of the pictures that are there; whoever is deleting one is waited for."""
    present = (
        select(Media.id).where(Media.id.in_(media_ids)).order_by(Media.id).with_for_update(key_share=True, read=True)
    )
    rows = [{"media_id": each, "report_id": report_id} for each in (await session.execute(present)).scalars()]
    if rows:
        await session.execute(insert(MediaHold), rows)


async def lock_held_by(session: AsyncSession, report_id: UUID) -> Sequence[UUID]:
    """Lock the pictures that a report holds and return their ids."""
    held = select(MediaHold.media_id).where(MediaHold.report_id == report_id)
    statement = select(Media.id).where(Media.id.in_(held)).order_by(Media.id).with_for_update()
    return (await session.execute(statement)).scalars().all()


async def delete_holds(session: AsyncSession, report_id: UUID) -> None:
    """Forget what a report holds."""
    await session.execute(delete(MediaHold).where(MediaHold.report_id == report_id))


async def take_discarded(session: AsyncSession, media_ids: Collection[UUID]) -> Sequence[Media]:
    """Delete those of the pictures that nothing shows and no report holds, and return what they were."""
    statement = delete(Media).where(Media.id.in_(media_ids), Media.discarded_at.is_not(None), ~_IS_HELD)
    return (
        (await session.execute(statement.returning(Media).execution_options(synchronize_session=False))).scalars().all()
    )


async def get_evidence(session: AsyncSession, media_ids: Collection[UUID]) -> Sequence[Media]:
    """Return those of the pictures that are ready, discarded or not."""
    statement = select(Media).where(Media.id.in_(media_ids), Media.status == MediaStatus.READY)
    return (await session.execute(statement)).scalars().all()

"""Pictures that reports have as evidence: while a report is open they outlive what showed them, unseen by all others."""

from collections.abc import Collection
from uuid import UUID

from dife.context import Context
from dife.media import jobs, repository
from dife.media.schemas import MediaView
from dife.media.service import view_of


async def hold(context: Context, media_ids: Collection[UUID], *, report_id: UUID) -> None:
    """Keep pictures for a report. Those that were deleted a moment before are gone."""
    if media_ids:
        await repository.insert_holds(context.session, media_ids, report_id=report_id)


async def release(context: Context, report_id: UUID) -> None:
    """A report was answered: delete what only it has kept."""
    media_ids = await repository.lock_held_by(context.session, report_id)
    await repository.delete_holds(context.session, report_id)
    taken = await repository.take_discarded(context.session, media_ids)
    await jobs.defer_deletion(context, taken)


async def views(context: Context, media_ids: Collection[UUID]) -> dict[UUID, MediaView]:
    """Return how to show evidence to a moderator, pictures that nothing else shows any more included."""
    if not media_ids:
        return {}
    rows = await repository.get_evidence(context.session, media_ids)
    return {media.id: view_of(context.resources.store, media) for media in rows}

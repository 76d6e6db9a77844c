"""What edited messages said before: kept as evidence, as long as somebody may have to judge it."""

from collections.abc import Collection
from uuid import UUID

from dife.chat import version_repository
from dife.context import Context


async def message_versions(context: Context, message_ids: Collection[UUID]) -> dict[UUID, list[dict[str, str]]]:
    """Return what messages said before they were edited, the oldest first; for moderators alone."""
    versions: dict[UUID, list[dict[str, str]]] = {}
    for row in await version_repository.list_versions(context.session, message_ids):
        versions.setdefault(row.message_id, []).append({"body": row.body, "written_at": row.written_at.isoformat()})
    return versions


async def forget_versions(context: Context, message_id: UUID) -> None:
    """Delete what a deleted message said before, if no report about it waits any more."""
    await version_repository.forget(context.session, message_id)

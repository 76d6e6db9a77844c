"""`dife archive`: moving what was said long ago, and bringing it back, by hand."""

import asyncio
from uuid import UUID

from dife.chat import archive_repository, archiving
from dife.context import Context
from dife.database import commit, new_session
from dife.kit.catalogue import DEFAULT_LOCALE
from dife.resources import close_resources, open_resources
from dife.settings import Settings

_AT_ONCE = 20


def run(settings: Settings, *, brings_back: bool, room_id: UUID | None = None) -> str:
    """Archive all that is due, or bring back all of a room or of everybody; returns what to tell."""
    return asyncio.run(_run(settings, brings_back=brings_back, room_id=room_id))


async def _run(settings: Settings, *, brings_back: bool, room_id: UUID | None) -> str:
    resources = open_resources(settings)
    months = 0
    try:
        while True:
            async with new_session(resources.engine) as session:
                context = Context(session=session, resources=resources, locale=DEFAULT_LOCALE)
                if brings_back:
                    done = await archiving.restore(context, room_id=room_id, limit=_AT_ONCE)
                else:
                    done = await archiving.archive_rooms(context, limit=_AT_ONCE)
                await commit(session)
                months += done
                if done == 0:
                    totals = await archive_repository.totals(session)
                    break
    finally:
        await close_resources(resources)
    done_now = "restored" if brings_back else "archived"
    return (
        f"{months} room months {done_now}; the archive has {totals.archives}, "
        f"{totals.plain_bytes} bytes in {totals.stored_bytes}"
    )

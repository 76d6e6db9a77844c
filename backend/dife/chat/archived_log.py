"""The part of a room's log that lies in the archive, as clients see it: like the rest of it."""

from types import SimpleNamespace
from typing import cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat import archive, log_repository
from dife.chat.archive_format import ArchivedEvent
from dife.chat.events import read_log, render_events
from dife.chat.log_repository import MESSAGE_COLUMNS, MESSAGE_PREFIX
from dife.chat.schemas import RoomEventView
from dife.database import AnyRow
from dife.ports import ObjectStore

_NO_MESSAGE = dict.fromkeys((MESSAGE_PREFIX + column.key for column in MESSAGE_COLUMNS), None)


async def read_whole_log(
    session: AsyncSession, store: ObjectStore, room_id: UUID, *, after_seq: int, limit: int
) -> list[RoomEventView]:
    """Return the next events of a room, wherever they lie. Whoever calls this has checked that they may be seen.

    Raises:
        Unavailable: the object store is away, and some of them are there.
    """
    events = await archive.read_events(session, store, room_id, after_seq=after_seq, limit=limit)
    ids = {event.message_id for event in events if event.message_id is not None}
    messages = {row.message_id: row for row in await log_repository.list_prefixed(session, ids)}
    rows = [_row(room_id, event, messages.get(event.message_id)) for event in events]
    views = await render_events(session, store, rows)
    if len(views) < limit:
        start = views[-1].seq if views else after_seq
        views += await read_log(session, store, room_id, after_seq=start, limit=limit - len(views))
    return views


def _row(room_id: UUID, event: ArchivedEvent, message: AnyRow | None) -> AnyRow:
    values = {
        "room_id": room_id,
        "seq": event.seq,
        "kind": event.kind,
        "actor_id": event.actor_id,
        "payload": event.payload,
        "created_at": event.created_at,
    }
    return cast("AnyRow", SimpleNamespace(**values, **(message._asdict() if message is not None else _NO_MESSAGE)))

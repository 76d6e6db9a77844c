"""Moving what was said long ago to the object store, and back. Each step may be the last one before a crash.

The object is written first, whole; then the rows of its stretch are emptied in small transactions under the room's
lock, and with each of them the room says up to where its log lies in the archive. Whoever begins again finds the
object, and goes on where the room says.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog

from dife.chat import archive, archive_repository, indexing, log_repository, message_repository
from dife.chat.archive_format import CHUNK_EVENTS, ArchivedChunk, ArchivedEvent, ArchivedText, pack
from dife.chat.jobs import forget_archived
from dife.context import Context
from dife.database import AnyRow, commit
from dife.kit.ids import new_id
from dife.media.prefixes import ARCHIVE
from dife.queue import defer

KEPT_MONTHS = 6
KEPT_MESSAGES = 50
"""So many of a room's newest messages stay, however old they are: the list of rooms and the first page need them."""

HELD_AFTER_RESTORE = timedelta(days=30)
WRITTEN_WITHIN = timedelta(hours=1)
"""From the first look at a month until its object is written down it takes less, whoever's clock tells the time."""

MOST_EVENTS = 50_000
"""Of a month with more, the object has so many, and the next one the rest."""

log = structlog.get_logger()


def cutoff(now: datetime) -> datetime:
    """Return the beginning of the first month that stays whole."""
    months = now.year * 12 + now.month - 1 - KEPT_MONTHS
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def _next_month(moment: datetime) -> datetime:
    return datetime(moment.year + moment.month // 12, moment.month % 12 + 1, 1, tzinfo=UTC)


async def archive_rooms(context: Context, *, limit: int) -> int:
    """Archive one month of up to `limit` rooms; returns of how many."""
    now = context.clock.now()
    rooms = await archive_repository.list_due_rooms(
        context.session,
        before=cutoff(now),
        kept_messages=KEPT_MESSAGES,
        held_since=now - HELD_AFTER_RESTORE,
        limit=limit,
    )
    for room in rooms:
        await _archive_month(context, room)
    return len(rooms)


async def _archive_month(context: Context, room: AnyRow) -> None:
    session, first = context.session, room.archived_seq + 1
    found = await archive_repository.get_archive(session, room.room_id, seq=first)
    if found is None:
        found = await _write_object(context, room)
    while first <= found.last_seq:
        last = min(found.last_seq, first + CHUNK_EVENTS - 1)
        rooms = await log_repository.lock_rooms(session, [room.room_id])
        if room.room_id in rooms and await archive_repository.get_archived_seq(session, room.room_id) == first - 1:
            await _empty(context, found, first=first, last=last)
        await commit(session)
        first = last + 1
    log.info("month_archived", room_id=str(room.room_id), first_seq=found.first_seq, last_seq=found.last_seq)


async def _empty(context: Context, found: AnyRow, *, first: int, last: int) -> None:
    session, room_id, since = context.session, found.room_id, found.created_at - WRITTEN_WITHIN
    await archive_repository.empty_stretch(session, room_id, first=first, last=last, upto=found.last_seq)
    for message in await archive_repository.list_kept_since(session, room_id, first=first, last=last, since=since):
        # Its words may be in the object, and since the row has them too, nobody would look for them there.
        await defer(session, forget_archived, room_id=str(room_id), seq=message.seq, message_id=str(message.id))


async def _write_object(context: Context, room: AnyRow) -> AnyRow:
    session, room_id, first = context.session, room.room_id, room.archived_seq + 1
    began = (await archive_repository.get_event_time(session, room_id, first)).astimezone(UTC)
    ends = _next_month(began)
    boundary = await log_repository.first_seq_at(session, room_id, ends, low=first, high=room.keep_from)
    # What happened between two messages goes with the one before.
    later = await message_repository.list_newer(session, room_id, after_seq=boundary - 1, limit=1)
    last = min(max(later[0].seq - 1, first), room.keep_from - 1, first + MOST_EVENTS - 1)
    data, chunks, plain = bytearray(), [], 0
    for start in range(first, last + 1, CHUNK_EVENTS):
        end = min(last, start + CHUNK_EVENTS - 1)
        packed, size = pack(await _read_chunk(context, room_id, first=start, last=end, upto=last))
        chunks.append([start, end, len(data), len(packed)])
        data += packed
        plain += size
    key = f"{ARCHIVE}/{room_id}/{began:%Y-%m}-{first}-{new_id().hex}.json.zst"
    await session.rollback()
    await context.resources.store.write(
        key, bytes(data), content_type="application/zstd", save_as=f"{began:%Y-%m}.json.zst"
    )
    row = {
        "id": new_id(),
        "room_id": room_id,
        "month": date(began.year, began.month, 1),
        "first_seq": first,
        "last_seq": last,
        "key": key,
        "chunks": chunks,
        "plain_bytes": plain,
        "stored_bytes": len(data),
    }
    await archive_repository.insert_archive(session, row)
    await commit(session)
    written = await archive_repository.get_archive(session, room_id, seq=first)
    assert written is not None  # noqa: S101 - inserted above
    return written


async def _read_chunk(context: Context, room_id: UUID, *, first: int, last: int, upto: int) -> ArchivedChunk:
    events = await archive_repository.read_events(context.session, room_id, first=first, last=last)
    texts = await archive_repository.read_texts(context.session, room_id, first=first, last=last, upto=upto)
    return ArchivedChunk(
        events=[ArchivedEvent(*row) for row in events],
        texts=[ArchivedText(*row) for row in texts],
    )


async def thaw(context: Context, row: AnyRow) -> None:
    """Give an archived message its words back, since something is about to happen to it; the room is locked."""
    text = await archive.read_text(context.session, context.resources.store, row)
    await archive_repository.thaw(context.session, row.id, archive.values_of(text))


async def forget_text(context: Context, *, room_id: UUID, seq: int, message_id: UUID) -> list[str]:
    """Write a month anew without the words of a deleted message; returns the objects that nobody reads any more."""
    left: list[str] = []
    while found := await archive_repository.get_archive(context.session, room_id, seq=seq):
        key, chunks, size = await _write_without(context, found, message_id)
        is_replaced = await archive_repository.replace_object(
            context.session, found.id, was=found.key, key=key, chunks=chunks, size=size
        )
        if is_replaced:
            return [*left, str(found.key)]
        # Another message left the month meanwhile, and what was written just now still has it.
        left.append(key)
    return left


async def _write_without(context: Context, found: AnyRow, message_id: UUID) -> tuple[str, list[list[int]], int]:
    store, data, chunks = context.resources.store, bytearray(), []
    for first, last, offset, size in found.chunks:
        chunk = await archive.read_chunk(store, found.key, (offset, size))
        texts = [text for text in chunk.texts if text.id != message_id]
        packed, _ = pack(msgspec.structs.replace(chunk, texts=texts))
        chunks.append([first, last, len(data), len(packed)])
        data += packed
    key = f"{found.key.rpartition('-')[0]}-{new_id().hex}.json.zst"
    await store.write(key, bytes(data), content_type="application/zstd", save_as="month.json.zst")
    return key, chunks, len(data)


async def restore(context: Context, *, room_id: UUID | None, limit: int) -> int:
    """Bring the newest archived month of up to `limit` rooms back; returns of how many. The objects stay."""
    rows = await archive_repository.list_restorable(context.session, room_id=room_id, limit=limit)
    for row in rows:
        await _restore_month(context, row)
    return len(rows)


async def _restore_month(context: Context, row: AnyRow) -> None:
    session = context.session
    for first, last, offset, size in reversed(row.chunks):
        chunk = await archive.read_chunk(context.resources.store, row.key, (offset, size))
        await log_repository.lock_rooms(session, [row.room_id])
        archived = await archive_repository.get_archived_seq(session, row.room_id)
        events: list[dict[str, Any]] = [
            {"room_id": row.room_id, **msgspec.structs.asdict(event)} for event in chunk.events if event.seq <= archived
        ]
        for text in chunk.texts:
            await archive_repository.thaw(session, text.id, archive.values_of(text))
        await indexing.index(context, [text.id for text in chunk.texts])
        if events:
            await archive_repository.refill(session, row.room_id, events=events, archived_seq=min(archived, first - 1))
        log.debug("chunk_restored", room_id=str(row.room_id), first_seq=first, last_seq=last)
        await commit(session)
    await archive_repository.set_restored(session, row.id, now=context.clock.now())
    await commit(session)

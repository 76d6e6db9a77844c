"""Reading the archive, so that nobody who scrolls back notices it."""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat import archive_repository
from dife.chat.archive_format import ArchivedChunk, ArchivedEvent, ArchivedText, unpack
from dife.database import AnyRow
from dife.errors import Unavailable
from dife.ports import ObjectStore, StoreError

MAX_CHUNKS = 100
"""A page has a hundred messages at most, each in one chunk: what they quote may lie far apart."""

_NOTHING = ArchivedText(id=UUID(int=0), body="", reactions=[], preview=None)


async def fill(
    session: AsyncSession, store: ObjectStore, rows: Sequence[AnyRow], *, prefix: str = ""
) -> Sequence[AnyRow]:
    """Return rows of messages with what they say, wherever that lies.

    Raises:
        Unavailable: the object store is away, and some of it is there.
    """
    wanted = [row for row in rows if getattr(row, f"{prefix}is_archived", None)]
    if not wanted:
        return rows
    places = {(getattr(row, f"{prefix}room_id"), getattr(row, f"{prefix}seq")) for row in wanted}
    texts = await _read_texts(session, store, places)
    return [_filled(row, texts, prefix) if getattr(row, f"{prefix}is_archived", None) else row for row in rows]


def _filled(row: Any, texts: dict[UUID, ArchivedText], prefix: str) -> AnyRow:
    text = texts.get(getattr(row, f"{prefix}id"), _NOTHING)
    values = {f"{prefix}body": text.body, f"{prefix}reactions": text.reactions, f"{prefix}preview": text.preview}
    known = vars(row) if isinstance(row, SimpleNamespace) else row._asdict()
    return cast("AnyRow", SimpleNamespace(**{**known, **values}))


async def _read_texts(
    session: AsyncSession, store: ObjectStore, places: Iterable[tuple[UUID, int]]
) -> dict[UUID, ArchivedText]:
    by_room: dict[UUID, list[int]] = {}
    for room_id, seq in places:
        by_room.setdefault(room_id, []).append(seq)
    texts: dict[UUID, ArchivedText] = {}
    for room_id, seqs in by_room.items():
        for chunk in await _read_chunks(session, store, room_id=room_id, seqs=seqs):
            texts.update({text.id: text for text in chunk.texts})
    return texts


async def read_events(
    session: AsyncSession, store: ObjectStore, room_id: UUID, *, after_seq: int, limit: int
) -> list[ArchivedEvent]:
    """Return events of the archive in their order, none when they lie in the log.

    Raises:
        Unavailable: the object store is away.
    """
    last = min(await archive_repository.get_archived_seq(session, room_id), after_seq + limit)
    if after_seq >= last:
        return []
    chunks = await _read_chunks(session, store, room_id=room_id, seqs=range(after_seq + 1, last + 1))
    events = [event for chunk in chunks for event in chunk.events if after_seq < event.seq <= last]
    return sorted(events, key=lambda event: event.seq)


async def read_text(session: AsyncSession, store: ObjectStore, row: AnyRow) -> ArchivedText:
    """Return what an archived message says."""
    texts = await _read_texts(session, store, [(row.room_id, row.seq)])
    return texts.get(row.id, _NOTHING)


async def _read_chunks(
    session: AsyncSession, store: ObjectStore, *, room_id: UUID, seqs: Sequence[int]
) -> list[ArchivedChunk]:
    archives = await archive_repository.list_archives(session, room_id, first=min(seqs), last=max(seqs))
    found = []
    for archive in archives:
        for first, last, offset, size in archive.chunks:
            if any(first <= seq <= last for seq in seqs):
                found.append((archive.key, (offset, size)))
    return [await read_chunk(store, key, place) for key, place in found[:MAX_CHUNKS]]


async def read_chunk(store: ObjectStore, key: str, place: tuple[int, int]) -> ArchivedChunk:
    """Read one chunk of an object; `place` is its offset and its size.

    Raises:
        Unavailable: the object store is away, or what it has is damaged.
    """
    try:
        return unpack(await store.read_range(key, offset=place[0], size=place[1]))
    except (StoreError, ValueError):
        raise Unavailable from None


def values_of(text: ArchivedText) -> dict[str, Any]:
    """Return the columns of a message that a text fills."""
    return {"body": text.body, "reactions": text.reactions, "preview": text.preview}

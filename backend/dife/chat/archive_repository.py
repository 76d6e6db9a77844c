"""SQL of the archive."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import any_, delete, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from dife.chat.log_repository import uuid_array
from dife.database import AnyRow
from dife.models import Message, MessageArchive, MessageSearch, Room, RoomEvent


async def list_due_rooms(
    session: AsyncSession, *, before: datetime, kept_messages: int, held_since: datetime, limit: int
) -> Sequence[AnyRow]:
    """Return (room_id, archived_seq, keep_from) of rooms whose oldest event here is from before `before`.

    Their newest messages stay: `keep_from` is the first of them. What was restored since `held_since` stays too.
    """
    newest = (
        select(Message.seq)
        .where(Message.room_id == Room.id)
        .order_by(Message.seq.desc())
        .offset(kept_messages - 1)
        .limit(1)
        .correlate(Room)
        .lateral("newest")
    )
    held = select(1).where(MessageArchive.room_id == Room.id, MessageArchive.restored_at > held_since).exists()
    statement = (
        select(Room.id.label("room_id"), Room.archived_seq, newest.c.seq.label("keep_from"))
        .join(RoomEvent, (RoomEvent.room_id == Room.id) & (RoomEvent.seq == Room.archived_seq + 1))
        .join(newest, true())
        .where(RoomEvent.created_at < before, newest.c.seq > Room.archived_seq + 1, ~held)
        .order_by(Room.id)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def get_event_time(session: AsyncSession, room_id: UUID, seq: int) -> datetime:
    """Return when an event happened."""
    statement = select(RoomEvent.created_at).where(RoomEvent.room_id == room_id, RoomEvent.seq == seq)
    return (await session.execute(statement)).scalar_one()


async def read_events(session: AsyncSession, room_id: UUID, *, first: int, last: int) -> Sequence[AnyRow]:
    """Return the events of a stretch as they are archived."""
    statement = select(
        RoomEvent.seq, RoomEvent.kind, RoomEvent.actor_id, RoomEvent.message_id, RoomEvent.payload, RoomEvent.created_at
    ).where(RoomEvent.room_id == room_id, RoomEvent.seq >= first, RoomEvent.seq <= last)
    return (await session.execute(statement.order_by(RoomEvent.seq))).all()


async def read_texts(session: AsyncSession, room_id: UUID, *, first: int, last: int, upto: int) -> Sequence[AnyRow]:
    """Return (id, body, reactions, preview) of the messages of a stretch to which nothing happened after `upto`."""
    statement = select(Message.id, Message.body, Message.reactions, Message.preview).where(
        Message.room_id == room_id,
        Message.seq >= first,
        Message.seq <= last,
        Message.changed_seq <= upto,
        Message.deleted_at.is_(None),
    )
    return (await session.execute(statement.order_by(Message.seq))).all()


async def get_archive(session: AsyncSession, room_id: UUID, *, seq: int) -> AnyRow | None:
    """Return the archive that has an event."""
    found = await list_archives(session, room_id, first=seq, last=seq)
    return found[0] if found else None


async def list_archives(session: AsyncSession, room_id: UUID, *, first: int, last: int) -> Sequence[AnyRow]:
    """Return (id, room_id, first_seq, last_seq, key, chunks, created_at) of the archives of a stretch."""
    archive = MessageArchive
    statement = select(
        archive.id,
        archive.room_id,
        archive.first_seq,
        archive.last_seq,
        archive.key,
        archive.chunks,
        archive.created_at,
    ).where(
        archive.room_id == room_id, archive.last_seq >= first, archive.first_seq <= last, archive.restored_at.is_(None)
    )
    return (await session.execute(statement.order_by(archive.last_seq))).all()


async def insert_archive(session: AsyncSession, values: dict[str, Any]) -> None:
    """Write down where a stretch lies."""
    await session.execute(insert(MessageArchive).values(values))


async def replace_object(
    session: AsyncSession, archive_id: UUID, *, was: str, key: str, chunks: list[list[int]], size: int
) -> bool:
    """Have an archive lie elsewhere from now on; False when it does not lie where it was any more."""
    statement = update(MessageArchive).where(MessageArchive.id == archive_id, MessageArchive.key == was)
    moved = statement.values(key=key, chunks=chunks, stored_bytes=size).returning(MessageArchive.id)
    return (await session.execute(moved)).one_or_none() is not None


async def get_archived_seq(session: AsyncSession, room_id: UUID) -> int:
    """Return up to where a room's log lies in the archive."""
    return int((await session.execute(select(Room.archived_seq).where(Room.id == room_id))).scalar_one())


async def empty_stretch(session: AsyncSession, room_id: UUID, *, first: int, last: int, upto: int) -> None:
    """Take away what the archive has of a stretch; the room is locked. The rows of messages stay, without what they say."""
    inside = (Message.room_id == room_id, Message.seq >= first, Message.seq <= last)
    statement = update(Message).where(*inside, Message.changed_seq <= upto, Message.deleted_at.is_(None))
    await session.execute(statement.values(body="", reactions=[], preview=None, is_archived=True))
    found = select(Message.id).where(*inside, Message.is_archived)
    await session.execute(delete(MessageSearch).where(MessageSearch.message_id.in_(found)))
    events = delete(RoomEvent).where(RoomEvent.room_id == room_id, RoomEvent.seq >= first, RoomEvent.seq <= last)
    await session.execute(events)
    await session.execute(update(Room).where(Room.id == room_id).values(archived_seq=last))


async def list_kept_since(
    session: AsyncSession, room_id: UUID, *, first: int, last: int, since: datetime
) -> Sequence[AnyRow]:
    """Return (id, seq) of the messages of a stretch whose words stayed, and to which something happened since then."""
    changed = (RoomEvent.room_id == Message.room_id) & (RoomEvent.seq == Message.changed_seq)
    statement = (
        select(Message.id, Message.seq)
        .join(RoomEvent, changed)
        .where(
            Message.room_id == room_id,
            Message.seq >= first,
            Message.seq <= last,
            ~Message.is_archived,
            RoomEvent.created_at >= since,
        )
    )
    return (await session.execute(statement)).all()


async def thaw(session: AsyncSession, message_id: UUID, values: dict[str, Any]) -> None:
    """Give a message its words back."""
    statement = update(Message).where(Message.id == message_id, Message.is_archived)
    await session.execute(statement.values(**values, is_archived=False))


async def refill(session: AsyncSession, room_id: UUID, *, events: Sequence[dict[str, Any]], archived_seq: int) -> None:
    """Put events back into a room's log, which lies in the archive up to `archived_seq` then; the room is locked."""
    await session.execute(insert(RoomEvent), list(events))
    await session.execute(update(Room).where(Room.id == room_id).values(archived_seq=archived_seq))


async def set_restored(session: AsyncSession, archive_id: UUID, *, now: datetime) -> None:
    """Write down that an archive is not read any more."""
    await session.execute(update(MessageArchive).where(MessageArchive.id == archive_id).values(restored_at=now))


async def list_restorable(session: AsyncSession, *, room_id: UUID | None, limit: int) -> Sequence[AnyRow]:
    """Return for each room its newest archive that is not restored: they come back from the newest to the oldest."""
    archive, later = MessageArchive, aliased(MessageArchive)
    is_newest = ~(
        select(1)
        .where(later.room_id == archive.room_id, later.last_seq > archive.last_seq, later.restored_at.is_(None))
        .exists()
    )
    statement = select(
        archive.id, archive.room_id, archive.first_seq, archive.last_seq, archive.key, archive.chunks
    ).where(archive.restored_at.is_(None), is_newest)
    if room_id is not None:
        statement = statement.where(archive.room_id == room_id)
    return (await session.execute(statement.order_by(archive.room_id).limit(limit))).all()


async def list_messages(session: AsyncSession, message_ids: Collection[UUID]) -> Sequence[Any]:
    """Return (id, room_id, seq) of archived messages."""
    statement = select(Message.id, Message.room_id, Message.seq)
    return (
        await session.execute(statement.where(Message.id == any_(uuid_array(message_ids)), Message.is_archived))
    ).all()


async def totals(session: AsyncSession) -> AnyRow:
    """Return (archives, plain_bytes, stored_bytes) of what is archived."""
    archive = MessageArchive
    statement = select(
        func.count().label("archives"),
        func.coalesce(func.sum(archive.plain_bytes), 0).label("plain_bytes"),
        func.coalesce(func.sum(archive.stored_bytes), 0).label("stored_bytes"),
    ).where(archive.restored_at.is_(None))
    return (await session.execute(statement)).one()

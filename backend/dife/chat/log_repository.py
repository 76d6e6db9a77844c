"""SQL of the room event log: locking, numbering, reading."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    column,
    func,
    insert,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from dife.database import AnyRow, CompiledStatement
from dife.models import Message, Room, RoomEvent, RoomEventKind

MESSAGE_COLUMNS = (
    Message.id,
    Message.room_id,
    Message.seq,
    Message.changed_seq,
    Message.message_no,
    Message.sender_id,
    Message.client_id,
    Message.body,
    Message.media_ids,
    Message.reply_to_id,
    Message.reply_to_seq,
    Message.reactions,
    Message.preview,
    Message.is_archived,
    Message.created_at,
    Message.edited_at,
    Message.deleted_at,
)
"""What `MessageView` needs."""

MESSAGE_PREFIX = "message_"
"""Where a row is of something else, the columns of its message have this in front of their names."""


class LogSpan(NamedTuple):
    """A stretch of a room's log: after `after_seq`, up to and with `upto_seq`."""

    room_id: UUID
    after_seq: int
    upto_seq: int

    @property
    def length(self) -> int:
        """How many events it has."""
        return self.upto_seq - self.after_seq


def uuid_array(values: Collection[UUID]) -> ColumnElement[Any]:
    """Return a parameter with all the ids: one statement text, and one plan, for any number of them."""
    return bindparam(None, list(values), type_=ARRAY(Uuid()))


def prefixed_message_columns() -> list[ColumnElement[Any]]:
    """Return `MESSAGE_COLUMNS` with `MESSAGE_PREFIX`."""
    return [message_column.label(MESSAGE_PREFIX + message_column.key) for message_column in MESSAGE_COLUMNS]


_LOCK = CompiledStatement(
    select(Room.id, Room.kind, Room.head_seq, Room.head_message_no)
    .where(Room.id == any_(bindparam("room_ids", type_=ARRAY(Uuid()))))
    .order_by(Room.id)
    .with_for_update()
)


async def lock_rooms(session: AsyncSession, room_ids: Collection[UUID]) -> dict[UUID, AnyRow]:
    """Lock rooms in the order of their ids and return their (id, kind, head_seq, head_message_no) as they stand then.

    Whatever writes an event or a membership starts with this, so no two transactions wait for each other in a circle.
    What it depends on is read in a later statement, which sees what was committed before the lock was given.
    """
    return {row.id: row for row in await _LOCK.run(session, {"room_ids": list(room_ids)})}


async def append_event(
    session: AsyncSession,
    room_id: UUID,
    kind: RoomEventKind,
    *,
    actor_id: UUID | None,
    message_id: UUID | None,
    payload: dict[str, Any],
) -> int:
    """Number an event and insert it; the room is locked. Returns its seq."""
    head = update(Room).where(Room.id == room_id).values(head_seq=Room.head_seq + 1)
    numbered = head.returning(Room.id, Room.head_seq).cte("numbered")
    values = select(
        numbered.c.id,
        numbered.c.head_seq,
        literal(kind.value),
        literal(actor_id, Uuid()),
        literal(message_id, Uuid()),
        literal(payload, RoomEvent.payload.type),
        func.clock_timestamp(),
    )
    names = ["room_id", "seq", "kind", "actor_id", "message_id", "payload", "created_at"]
    statement = insert(RoomEvent).from_select(names, values).returning(RoomEvent.seq)
    return (await session.execute(statement)).scalar_one()


_wanted = (
    func.unnest(
        bindparam("room_ids", type_=ARRAY(Uuid())),
        bindparam("after_seqs", type_=ARRAY(BigInteger())),
        bindparam("upto_seqs", type_=ARRAY(BigInteger())),
    )
    .table_valued(column("room_id", Uuid()), column("after_seq", BigInteger()), column("upto_seq", BigInteger()))
    .render_derived("wanted")
)
_event = (
    select(RoomEvent)
    .where(
        RoomEvent.room_id == _wanted.c.room_id,
        RoomEvent.seq > _wanted.c.after_seq,
        RoomEvent.seq <= _wanted.c.upto_seq,
    )
    .order_by(RoomEvent.seq)
    .limit(bindparam("per_room", type_=Integer()))
    .lateral("event")
)
_READ_EVENTS = CompiledStatement(
    select(
        _event.c.room_id,
        _event.c.seq,
        _event.c.kind,
        _event.c.actor_id,
        _event.c.payload,
        _event.c.created_at,
        *prefixed_message_columns(),
    )
    .select_from(_wanted)
    .join(_event, true())
    .outerjoin(Message, Message.id == _event.c.message_id)
    .order_by(_event.c.room_id, _event.c.seq)
    .limit(bindparam("most", type_=Integer()))
)


async def read_events(
    session: AsyncSession, spans: Sequence[LogSpan], *, per_room: int, limit: int
) -> Sequence[AnyRow]:
    """Return the events of the spans by room and seq, with their messages in their present state."""
    room_ids, after_seqs, upto_seqs = zip(*spans, strict=True)
    values = {"room_ids": list(room_ids), "after_seqs": list(after_seqs), "upto_seqs": list(upto_seqs)}
    return (await _READ_EVENTS.run(session, {**values, "per_room": per_room, "most": limit})).all()


async def first_seq_at(session: AsyncSession, room_id: UUID, at: datetime, *, low: int, high: int) -> int:
    """Return the first seq from `low` to `high` of a message of `at` or later, `high` when there is none.

    Messages are in the order of their times, so this halves the stretch until it is found: no index by time is needed.
    Their rows stay when what they say is archived.
    """
    probe = select(literal(low, BigInteger()).label("low"), literal(high, BigInteger()).label("high")).cte(
        "probe", recursive=True
    )
    middle = (probe.c.low + probe.c.high) // 2
    message = (
        select(Message.seq, (Message.created_at < at).label("is_early"))
        .where(Message.room_id == room_id, Message.seq >= middle)
        .order_by(Message.seq)
        .limit(1)
        .lateral("message")
    )
    is_early = and_(message.c.is_early, message.c.seq < high)
    half = select(
        case((is_early, message.c.seq + 1), else_=probe.c.low),
        case((is_early, probe.c.high), else_=middle),
    ).where(probe.c.low < probe.c.high)
    search = probe.union_all(half.select_from(probe.outerjoin(message, true())))
    return int((await session.execute(select(func.max(search.c.low)))).scalar_one())


async def list_prefixed(session: AsyncSession, message_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return `MESSAGE_COLUMNS` with `MESSAGE_PREFIX` of messages."""
    if not message_ids:
        return []
    statement = select(*prefixed_message_columns()).where(Message.id == any_(uuid_array(message_ids)))
    return (await session.execute(statement)).all()


async def get_heads(session: AsyncSession, room_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the newest seq of each room."""
    statement = select(Room.id, Room.head_seq).where(Room.id == any_(uuid_array(room_ids)))
    return {row.id: row.head_seq for row in await session.execute(statement)}

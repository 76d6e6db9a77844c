"""SQL of a batch of messages: one statement to judge them, one to write them, whatever their number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import (
    ARRAY,
    CTE,
    JSON,
    BigInteger,
    DateTime,
    LargeBinary,
    TableValuedAlias,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    column,
    func,
    insert,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from dife.chat import jobs
from dife.database import AnyRow, AnySelect, CompiledStatement
from dife.members.visibility import blocked_between, reachable
from dife.models import Member, Message, Room, RoomEvent, RoomKind, RoomMember
from dife.queue import enqueueing


class Sending(msgspec.Struct, frozen=True):
    """Who sends to which room, under which id of the client's, in answer to what."""

    position: int
    room_id: UUID
    sender_id: UUID
    client_id: UUID
    reply_to_id: UUID | None


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message to insert; `fingerprint` is written as PostgreSQL writes bytes."""

    id: UUID
    room_id: UUID
    sender_id: UUID
    client_id: UUID
    fingerprint: str
    seq: int
    message_no: int
    body: str
    media_ids: list[UUID]
    reply_to_id: UUID | None
    reply_to_seq: int | None


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """An event to insert."""

    room_id: UUID
    seq: int
    kind: str
    actor_id: UUID
    message_id: UUID | None
    payload: dict[str, Any]


class HeadRow(msgspec.Struct, frozen=True):
    """Where a room's log ends from now on."""

    room_id: UUID
    head_seq: int
    head_message_no: int


class RejoinRow(msgspec.Struct, frozen=True):
    """A member who is in a room again."""

    room_id: UUID
    member_id: UUID


_TYPES: dict[Any, TypeEngine[Any]] = {
    int: BigInteger(),
    int | None: BigInteger(),
    str: Text(),
    UUID: Uuid(),
    UUID | None: Uuid(),
    list[UUID]: ARRAY(Uuid()),
    dict[str, Any]: JSONB(),
}


def _table(kind: type[msgspec.Struct], name: str) -> TableValuedAlias:
    """Return the rows in the JSON parameter `name` as a table: one text, and one plan, fits any number of rows."""
    columns = [column(field.name, _TYPES[field.type]) for field in msgspec.structs.fields(kind)]
    rows = func.json_to_recordset(cast(bindparam(name, type_=Text()), JSON()))
    return rows.table_valued(*columns).render_derived(f"{name}_row", with_types=True)


def _json(rows: Any) -> str:
    return msgspec.json.encode(rows).decode()


_NOW = bindparam("now", type_=DateTime(timezone=True))


def _judging() -> AnySelect:
    sending = _table(Sending, "sending")
    own, other, receiver, original = aliased(RoomMember), aliased(RoomMember), aliased(Member), aliased(Message)
    return (
        select(
            Message.id.label("message_id"),
            Message.fingerprint,
            Room.kind,
            own.member_id.is_not(None).label("is_member"),
            own.left_seq.is_not(None).label("has_left"),
            other.member_id.label("other_id"),
            other.left_seq.is_not(None).label("other_has_left"),
            receiver.id.is_not(None).label("is_reachable"),
            original.seq.label("reply_to_seq"),
            func.clock_timestamp().label("now"),
        )
        .select_from(sending)
        .outerjoin(
            Message,
            and_(
                Message.room_id == sending.c.room_id,
                Message.sender_id == sending.c.sender_id,
                Message.client_id == sending.c.client_id,
            ),
        )
        .outerjoin(own, and_(own.room_id == sending.c.room_id, own.member_id == sending.c.sender_id))
        .outerjoin(Room, Room.id == own.room_id)
        .outerjoin(
            other,
            and_(Room.kind == RoomKind.DIRECT, other.room_id == Room.id, other.member_id != sending.c.sender_id),
        )
        .outerjoin(receiver, and_(receiver.id == other.member_id, reachable(sending.c.sender_id, receiver)))
        .outerjoin(
            original,
            and_(
                original.id == sending.c.reply_to_id,
                original.room_id == sending.c.room_id,
                original.seq >= own.visible_from,
                ~blocked_between(sending.c.sender_id, original.sender_id),
            ),
        )
        .order_by(sending.c.position)
    )


def _new_messages() -> CTE:
    new = _table(MessageRow, "new_message").c
    values = {
        "id": new.id,
        "room_id": new.room_id,
        "sender_id": new.sender_id,
        "client_id": new.client_id,
        "fingerprint": cast(new.fingerprint, LargeBinary()),
        "seq": new.seq,
        "changed_seq": new.seq,
        "message_no": new.message_no,
        "body": new.body,
        "media_ids": new.media_ids,
        "reply_to_id": new.reply_to_id,
        "reply_to_seq": new.reply_to_seq,
        "created_at": _NOW,
    }
    return insert(Message).from_select(list(values), select(*values.values())).cte("inserted_messages")


def _new_events() -> CTE:
    new = _table(EventRow, "new_event").c
    values = {
        "room_id": new.room_id,
        "seq": new.seq,
        "kind": new.kind,
        "actor_id": new.actor_id,
        "message_id": new.message_id,
        "payload": new.payload,
        "created_at": _NOW,
    }
    return insert(RoomEvent).from_select(list(values), select(*values.values())).cte("inserted_events")


def _moved_heads() -> CTE:
    head = _table(HeadRow, "head").c
    moved = update(Room).where(Room.id == head.room_id)
    return moved.values(head_seq=head.head_seq, head_message_no=head.head_message_no).cte("moved_heads")


def _rejoined() -> CTE:
    back = _table(RejoinRow, "back").c
    same = and_(RoomMember.room_id == back.room_id, RoomMember.member_id == back.member_id)
    return update(RoomMember).where(same).values(left_seq=null()).cte("rejoined_members")


_CHANGES = (_new_messages(), _new_events(), _moved_heads())
_NOTIFY = select(enqueueing(jobs.notify_messages, "arguments"))
_JUDGE = CompiledStatement(_judging())
_WRITE = CompiledStatement(_NOTIFY.add_cte(*_CHANGES))
_WRITE_AND_REJOIN = CompiledStatement(_NOTIFY.add_cte(*_CHANGES, _rejoined()))


async def judge(session: AsyncSession, sendings: Sequence[Sending]) -> Sequence[AnyRow]:
    """Return for each sending, in order, what decides about it. The rooms are locked.

    `message_id` and `fingerprint` of what was sent under this client id before; whether the sender `is_member`; in a
    direct room the `other_id`, whether the other `is_reachable`, and who has left. `reply_to_seq` is there when the
    sender may see what they answer.
    """
    return (await _JUDGE.run(session, {"sending": _json(sendings)})).all()


class BatchRows(NamedTuple):
    """All that a batch of messages changes."""

    messages: Sequence[MessageRow]
    events: Sequence[EventRow]
    heads: Sequence[HeadRow]
    rejoined: Sequence[RejoinRow]


async def write(session: AsyncSession, rows: BatchRows, *, now: datetime) -> None:
    """Insert messages and events, move the rooms' heads, take back those who had left, and enqueue the job that notifies.

    One statement. The function that enqueues is what it selects: in a WITH that nothing refers to it would not run.
    """
    parameters = {
        "now": now,
        "new_message": _json(rows.messages),
        "new_event": _json(rows.events),
        "head": _json(rows.heads),
        "arguments": _json({"message_ids": [row.id for row in rows.messages]}),
    }
    if rows.rejoined:
        await _WRITE_AND_REJOIN.run(session, {**parameters, "back": _json(rows.rejoined)})
    else:
        await _WRITE.run(session, parameters)

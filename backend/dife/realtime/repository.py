"""SQL of the gateway: what a sweep asks about many sockets at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import xor
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    DateTime,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    column,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from dife.database import AnyRow, CompiledStatement
from dife.members.visibility import veils
from dife.models import Member, MemberStatus, Room, RoomEvent, RoomEventKind, RoomMember, Session

_ids: ColumnElement[Any] = bindparam("ids", type_=ARRAY(Uuid()))
_digest = func.uuid_hash_extended(RoomMember.room_id, RoomMember.visible_from)

_LIVE_SESSIONS = CompiledStatement(
    select(Session.id)
    .join(Member, Member.id == Session.member_id)
    .where(
        Session.id == any_(_ids),
        Session.revoked_at.is_(None),
        Session.expires_at > bindparam("now", type_=DateTime(timezone=True)),
        Member.status == MemberStatus.ACTIVE,
    )
)

_veil = veils().subquery("veil")
# A place begins at 1 or later, so no room's number is that of somebody hidden.
_veil_digest = func.uuid_hash_extended(_veil.c.hidden_id, 0)

_marks = union_all(
    select(RoomMember.member_id, _digest.label("digest")).where(
        RoomMember.member_id == any_(_ids), RoomMember.left_seq.is_(None)
    ),
    # Each once, although two may have blocked each other: the same number twice would cancel itself out.
    select(_veil.c.viewer_id, _veil_digest).where(_veil.c.viewer_id == any_(_ids)).distinct(),
).subquery("marks")
_DIGESTS = CompiledStatement(
    select(_marks.c.member_id, func.bit_xor(_marks.c.digest).label("digest")).group_by(_marks.c.member_id)
)

_nothing = cast(null(), Uuid())
_OUTLINES = CompiledStatement(
    union_all(
        select(RoomMember.member_id, RoomMember.room_id, _nothing.label("hidden_id"), _digest.label("digest")).where(
            RoomMember.member_id == any_(_ids), RoomMember.left_seq.is_(None)
        ),
        select(_veil.c.viewer_id, _nothing, _veil.c.hidden_id, _veil_digest)
        .where(_veil.c.viewer_id == any_(_ids))
        .distinct(),
    )
)

_known = (
    func.unnest(_ids, bindparam("seqs", type_=ARRAY(BigInteger())))
    .table_valued(column("room_id", Uuid()), column("seq", BigInteger()))
    .render_derived("known")
)
_MOVED_HEADS = CompiledStatement(
    select(Room.id, Room.head_seq).join(_known, Room.id == _known.c.room_id).where(Room.head_seq > _known.c.seq)
)

_BOUNDS = CompiledStatement(
    select(RoomMember.room_id, RoomMember.member_id, RoomMember.visible_from, RoomMember.left_seq).where(
        RoomMember.room_id == any_(_ids), RoomMember.member_id == any_(bindparam("member_ids", type_=ARRAY(Uuid())))
    )
)

_member_id: ColumnElement[Any] = bindparam("member_id", type_=Uuid())
_FIRST_END = CompiledStatement(
    select(func.min(RoomEvent.seq)).where(
        RoomEvent.room_id == bindparam("room_id", type_=Uuid()),
        RoomEvent.seq > bindparam("after", type_=BigInteger()),
        or_(
            RoomEvent.kind == RoomEventKind.ROOM_CLOSED,
            and_(
                or_(RoomEvent.kind == RoomEventKind.MEMBER_LEFT, RoomEvent.kind == RoomEventKind.MEMBER_REMOVED),
                RoomEvent.payload["member_id"].astext == cast(_member_id, Text()),
            ),
        ),
    )
)


class Bounds(NamedTuple):
    """The first event that a member may see of a room, and the last; None while they are in it."""

    visible_from: int
    left_seq: int | None


async def live_sessions(session: AsyncSession, session_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Return which of the sessions are still good for a socket."""
    return set((await _LIVE_SESSIONS.run(session, {"ids": list(session_ids), "now": now})).scalars())


async def membership_digests(session: AsyncSession, member_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return a number for each member that changes with the rooms they are in and with whom they do not see.

    Sending all memberships of all sockets every two seconds would cost more than the sockets do.
    """
    return {row.member_id: row.digest for row in await _DIGESTS.run(session, {"ids": list(member_ids)})}


class Outline(NamedTuple):
    """Which rooms a member is in, whom they do not see, and the digest that stands for both."""

    digest: int
    room_ids: list[UUID]
    hidden_ids: frozenset[UUID]


async def outlines(connection: AsyncConnection, member_ids: Collection[UUID]) -> dict[UUID, Outline]:
    """Return the outlines of members, from one snapshot."""
    rows: dict[UUID, list[AnyRow]] = {member_id: [] for member_id in member_ids}
    for row in await _OUTLINES.run_on(connection, {"ids": list(member_ids)}):
        rows[row.member_id].append(row)
    return {member_id: _outline(own) for member_id, own in rows.items()}


def _outline(rows: Sequence[AnyRow]) -> Outline:
    return Outline(
        digest=reduce(xor, (row.digest for row in rows), 0),
        room_ids=[row.room_id for row in rows if row.room_id is not None],
        hidden_ids=frozenset(row.hidden_id for row in rows if row.hidden_id is not None),
    )


async def moved_heads(session: AsyncSession, known: Sequence[tuple[UUID, int]]) -> dict[UUID, int]:
    """Return the heads of those rooms whose log is longer than known."""
    values = {"ids": [room_id for room_id, _ in known], "seqs": [seq for _, seq in known]}
    return {row.id: row.head_seq for row in await _MOVED_HEADS.run(session, values)}


async def bounds(
    session: AsyncSession, room_ids: Collection[UUID], member_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], Bounds]:
    """Return (room, member) to what the member may see of the room."""
    rows = await _BOUNDS.run(session, {"ids": list(room_ids), "member_ids": list(member_ids)})
    return {(row.room_id, row.member_id): Bounds(row.visible_from, row.left_seq) for row in rows}


async def first_end(session: AsyncSession, room_id: UUID, member_id: UUID, *, after: int) -> int | None:
    """Return the first event after `after` with which a member's place in a room ended."""
    values = {"room_id": room_id, "member_id": member_id, "after": after}
    found: int | None = (await _FIRST_END.run(session, values)).scalar_one()
    return found

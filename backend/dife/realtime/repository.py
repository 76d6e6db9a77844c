"""SQL of the gateway: what a sweep asks about many sockets at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Uuid, any_, bindparam, column, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dife.models import Member, MemberStatus, Room, RoomMember, Session


def _uuids(values: Collection[UUID]) -> ColumnElement[Any]:
    return bindparam(None, list(values), type_=ARRAY(Uuid()))


async def live_sessions(session: AsyncSession, session_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Return which of the sessions are still good for a socket."""
    statement = (
        select(Session.id)
        .join(Member, Member.id == Session.member_id)
        .where(
            Session.id == any_(_uuids(session_ids)),
            Session.revoked_at.is_(None),
            Session.expires_at > now,
            Member.status == MemberStatus.ACTIVE,
        )
    )
    return set((await session.execute(statement)).scalars())


async def membership_marks(session: AsyncSession, member_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return, for each member who is in a room, a number that changes with the rooms they are in.

    Sending all memberships of all sockets every two seconds would cost more than the sockets do.
    """
    mark = func.bit_xor(func.uuid_hash_extended(RoomMember.room_id, RoomMember.visible_from))
    statement = (
        select(RoomMember.member_id, mark.label("mark"))
        .where(RoomMember.member_id == any_(_uuids(member_ids)), RoomMember.left_seq.is_(None))
        .group_by(RoomMember.member_id)
    )
    return {row.member_id: row.mark for row in await session.execute(statement)}


async def moved_heads(session: AsyncSession, known: Sequence[tuple[UUID, int]]) -> dict[UUID, int]:
    """Return the heads of those rooms whose log is longer than known."""
    local = (
        func.unnest(
            _uuids([room_id for room_id, _ in known]),
            bindparam(None, [seq for _, seq in known], type_=ARRAY(BigInteger())),
        )
        .table_valued(column("room_id", Uuid()), column("seq", BigInteger()))
        .render_derived("local")
    )
    statement = (
        select(Room.id, Room.head_seq).join(local, Room.id == local.c.room_id).where(Room.head_seq > local.c.seq)
    )
    return {row.id: row.head_seq for row in await session.execute(statement)}


async def left_seqs(
    session: AsyncSession, room_ids: Collection[UUID], member_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], int | None]:
    """Return (room, member) to the last event that the member may see; None while they are in the room."""
    statement = select(RoomMember.room_id, RoomMember.member_id, RoomMember.left_seq).where(
        RoomMember.room_id == any_(_uuids(room_ids)), RoomMember.member_id == any_(_uuids(member_ids))
    )
    return {(row.room_id, row.member_id): row.left_seq for row in await session.execute(statement)}

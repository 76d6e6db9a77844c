"""SQL of rooms and of members' places in them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ScalarSelect,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import LateralFromClause

from dife.chat.discovery_repository import liked_by
from dife.chat.log_repository import MESSAGE_COLUMNS, MESSAGE_PREFIX, uuid_array
from dife.database import AnyRow, AnySelect, CompiledStatement
from dife.members.visibility import hidden_from
from dife.models import Group, Message, Room, RoomKind, RoomMember

MAX_UNREAD = 300

_MEMBERSHIP_COLUMNS = (
    RoomMember.member_id,
    RoomMember.room_id,
    RoomMember.visible_from,
    RoomMember.left_seq,
    RoomMember.read_seq,
    Room.head_seq,
)
"""What `Membership` needs."""


_MEMBERSHIPS = CompiledStatement(
    select(*_MEMBERSHIP_COLUMNS)
    .join(Room, Room.id == RoomMember.room_id)
    .where(
        RoomMember.member_id == any_(bindparam("member_ids", type_=ARRAY(Uuid()))),
        or_(RoomMember.left_seq.is_(None), RoomMember.room_id == any_(bindparam("left_too", type_=ARRAY(Uuid())))),
    )
    .order_by(RoomMember.member_id, RoomMember.room_id)
)


async def get_memberships(
    session: AsyncSession, member_ids: Collection[UUID], *, left_too: Collection[UUID] = ()
) -> Sequence[AnyRow]:
    """Return the places of members in rooms; in the rooms `left_too` also when they have left."""
    values = {"member_ids": list(member_ids), "left_too": list(left_too)}
    return (await _MEMBERSHIPS.run(session, values)).all()


async def get_places(session: AsyncSession, member_id: UUID, room_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return a member's places in these rooms, also in those that they have left."""
    statement = (
        select(*_MEMBERSHIP_COLUMNS)
        .join(Room, Room.id == RoomMember.room_id)
        .where(RoomMember.member_id == member_id, RoomMember.room_id == any_(uuid_array(room_ids)))
        .order_by(RoomMember.room_id)
    )
    return (await session.execute(statement)).all()


async def get_direct_room(session: AsyncSession, one: UUID, other: UUID) -> UUID | None:
    """Return the room of two members."""
    statement = select(Room.id).where(
        Room.kind == RoomKind.DIRECT, Room.direct_low == min(one, other), Room.direct_high == max(one, other)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def get_other_side(session: AsyncSession, room_id: UUID, member_id: UUID) -> UUID | None:
    """Return the other member of a room of two; None when it is none of this member's."""
    other = case((Room.direct_low == member_id, Room.direct_high), else_=Room.direct_low)
    statement = select(other).where(
        Room.id == room_id,
        Room.kind == RoomKind.DIRECT,
        or_(Room.direct_low == member_id, Room.direct_high == member_id),
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def get_opened_pair(session: AsyncSession, created_by: UUID, client_id: UUID) -> AnyRow | None:
    """Return (direct_low, direct_high) of the room that was created with this client id."""
    statement = select(Room.direct_low, Room.direct_high).where(
        Room.created_by == created_by, Room.client_id == client_id
    )
    return (await session.execute(statement)).one_or_none()


async def insert_direct_room(
    session: AsyncSession, room_id: UUID, *, created_by: UUID, other: UUID, client_id: UUID
) -> None:
    """Insert a room of two members, who both see it from its first event."""
    values = {
        "id": room_id,
        "kind": RoomKind.DIRECT,
        "created_by": created_by,
        "client_id": client_id,
        "direct_low": min(created_by, other),
        "direct_high": max(created_by, other),
    }
    await session.execute(insert(Room).values(values))
    members = [{"room_id": room_id, "member_id": member_id} for member_id in (created_by, other)]
    await session.execute(insert(RoomMember), members)


async def set_left(session: AsyncSession, room_id: UUID, member_ids: Collection[UUID], *, seq: int) -> list[UUID]:
    """End the places of those of the members who are still in the room; returns who they are."""
    statement = update(RoomMember).where(
        RoomMember.room_id == room_id,
        RoomMember.member_id == any_(uuid_array(member_ids)),
        RoomMember.left_seq.is_(None),
    )
    rows = await session.execute(statement.values(left_seq=seq).returning(RoomMember.member_id))
    return list(rows.scalars())


async def set_rejoined(session: AsyncSession, room_id: UUID, member_id: UUID) -> None:
    """Take a member back into a room that they had left; what they may see stays as it was."""
    statement = update(RoomMember).where(RoomMember.room_id == room_id, RoomMember.member_id == member_id)
    await session.execute(statement.values(left_seq=None))


async def raise_read_mark(session: AsyncSession, room_id: UUID, member_id: UUID, *, seq: int) -> bool:
    """Move a read mark forward; tells whether it moved."""
    statement = update(RoomMember).where(
        RoomMember.room_id == room_id,
        RoomMember.member_id == member_id,
        RoomMember.left_seq.is_(None),
        RoomMember.read_seq < seq,
    )
    return (await session.execute(statement.values(read_seq=seq).returning(RoomMember.read_seq))).first() is not None


async def set_preferences(session: AsyncSession, room_id: UUID, member_id: UUID, *, values: dict[str, bool]) -> None:
    """Change how a room behaves for a member."""
    statement = update(RoomMember).where(RoomMember.room_id == room_id, RoomMember.member_id == member_id)
    await session.execute(statement.values(values))


def _unread(member_id: UUID) -> ScalarSelect[int]:
    """Count the visible messages of others after the read mark, as far as anybody wants to know."""
    unread = (
        select(Message.id)
        .where(
            Message.room_id == RoomMember.room_id,
            Message.seq > RoomMember.read_seq,
            Message.seq >= RoomMember.visible_from,
            Message.sender_id != RoomMember.member_id,
            Message.sender_id.not_in(hidden_from(member_id)),
            Message.deleted_at.is_(None),
        )
        .correlate(RoomMember)
        .limit(MAX_UNREAD)
        .subquery()
    )
    return select(func.count()).select_from(unread).scalar_subquery()


def _last_message(member_id: UUID) -> LateralFromClause:
    newest = select(Message).where(
        Message.room_id == RoomMember.room_id,
        Message.seq >= RoomMember.visible_from,
        Message.sender_id.not_in(hidden_from(member_id)),
    )
    return newest.order_by(Message.seq.desc()).limit(1).lateral("last")


_GROUP_COLUMNS = (
    Group.name,
    Group.description,
    Group.picture_media_id,
    Group.topics,
    Group.languages,
    Group.purposes,
    Group.max_members,
    Group.member_count,
    Group.is_private,
    Group.password_hash.is_not(None).label("has_password"),
    Group.history,
    Group.like_count,
)
"""What `GroupView` needs besides the caller's own."""


def _rooms_of(member_id: UUID) -> AnySelect:
    """Select all that `RoomView` needs, and `active_at`, of the rooms that a member is in."""
    last, other = _last_message(member_id), aliased(RoomMember)
    is_other = and_(
        Room.kind == RoomKind.DIRECT, other.room_id == RoomMember.room_id, other.member_id != RoomMember.member_id
    )
    return (
        select(
            Room.id,
            Room.kind,
            Room.head_seq,
            Room.created_at,
            RoomMember.visible_from,
            RoomMember.read_seq,
            RoomMember.muted,
            RoomMember.pinned,
            RoomMember.auto_translate,
            RoomMember.role,
            other.member_id.label("other_id"),
            other.read_seq.label("other_read_seq"),
            *_GROUP_COLUMNS,
            liked_by(member_id).label("is_liked"),
            _unread(member_id).label("unread"),
            func.coalesce(last.c.created_at, Room.created_at).label("active_at"),
            *(last.c[each.key].label(MESSAGE_PREFIX + each.key) for each in MESSAGE_COLUMNS),
        )
        .select_from(RoomMember)
        .join(Room, Room.id == RoomMember.room_id)
        .outerjoin(Group, Group.room_id == Room.id)
        .outerjoin(last, true())
        .outerjoin(other, is_other)
        .where(RoomMember.member_id == member_id, RoomMember.left_seq.is_(None))
    )


async def get_room(session: AsyncSession, room_id: UUID, *, member_id: UUID) -> AnyRow | None:
    """Return a room that the member is in."""
    return (await session.execute(_rooms_of(member_id).where(Room.id == room_id))).one_or_none()


async def list_rooms(
    session: AsyncSession, member_id: UUID, *, before: tuple[bool, datetime, UUID] | None, limit: int
) -> Sequence[AnyRow]:
    """Return a member's rooms: pinned ones first, then the one where something was said last."""
    rooms = _rooms_of(member_id)
    key = (RoomMember.pinned, rooms.selected_columns["active_at"], Room.id)
    if before is not None:
        pinned, active_at, room_id = before
        rooms = rooms.where(tuple_(*key) < tuple_(literal(pinned), literal(active_at), literal(room_id, Uuid())))
    return (await session.execute(rooms.order_by(*(column.desc() for column in key)).limit(limit))).all()


_MEMBER_COLUMNS = (RoomMember.member_id, RoomMember.role, RoomMember.read_seq, RoomMember.joined_at)


async def list_members(session: AsyncSession, room_id: UUID, *, after: UUID | None, limit: int) -> Sequence[AnyRow]:
    """Return (member_id, role, read_seq, joined_at) of those who are in a room."""
    statement = select(*_MEMBER_COLUMNS).where(RoomMember.room_id == room_id, RoomMember.left_seq.is_(None))
    if after is not None:
        statement = statement.where(RoomMember.member_id > after)
    return (await session.execute(statement.order_by(RoomMember.member_id).limit(limit))).all()


async def get_member(session: AsyncSession, room_id: UUID, member_id: UUID) -> AnyRow | None:
    """Return (member_id, role, read_seq, joined_at) of somebody who is in a room."""
    statement = select(*_MEMBER_COLUMNS).where(
        RoomMember.room_id == room_id, RoomMember.member_id == member_id, RoomMember.left_seq.is_(None)
    )
    return (await session.execute(statement)).one_or_none()

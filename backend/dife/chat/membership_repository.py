"""SQL of memberships of groups: who is in, in which role, who may come back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from dife.database import AnyRow
from dife.models import RoomMember, RoomRole


async def get_standing(session: AsyncSession, room_id: UUID, member_id: UUID) -> AnyRow | None:
    """Return (role, left_seq, removed_at) of somebody who is or was in a room."""
    statement = select(RoomMember.role, RoomMember.left_seq, RoomMember.removed_at).where(
        RoomMember.room_id == room_id, RoomMember.member_id == member_id
    )
    return (await session.execute(statement)).one_or_none()


async def set_joined(session: AsyncSession, room_id: UUID, member_id: UUID, *, visible_from: int, seq: int) -> None:
    """Take somebody into a room, for the first time or again; `seq` is the event that says so, and they have read it."""
    joined = {"visible_from": visible_from, "read_seq": seq, "joined_at": func.now()}
    statement = insert(RoomMember).values(room_id=room_id, member_id=member_id, **joined)
    again = {**joined, "left_seq": None, "removed_at": None, "role": RoomRole.MEMBER}
    await session.execute(statement.on_conflict_do_update(index_elements=["room_id", "member_id"], set_=again))


async def set_role(session: AsyncSession, room_id: UUID, member_id: UUID, *, role: RoomRole) -> None:
    """Give a member a role."""
    statement = update(RoomMember).where(RoomMember.room_id == room_id, RoomMember.member_id == member_id)
    await session.execute(statement.values(role=role))


async def set_removed(session: AsyncSession, room_id: UUID, member_id: UUID, *, now: datetime) -> None:
    """Note that a member did not go by themselves."""
    statement = update(RoomMember).where(RoomMember.room_id == room_id, RoomMember.member_id == member_id)
    await session.execute(statement.values(removed_at=now))


async def get_member_ids(session: AsyncSession, room_id: UUID) -> list[UUID]:
    """Return who is in a room."""
    statement = select(RoomMember.member_id).where(RoomMember.room_id == room_id, RoomMember.left_seq.is_(None))
    return list((await session.execute(statement)).scalars())


async def get_successor(session: AsyncSession, room_id: UUID) -> UUID | None:
    """Return who follows an owner that left: the moderator who is in longest, else the member who is."""
    moderators_first = case((RoomMember.role == RoomRole.MODERATOR, 0), else_=1)
    statement = select(RoomMember.member_id).where(RoomMember.room_id == room_id, RoomMember.left_seq.is_(None))
    statement = statement.order_by(moderators_first, RoomMember.joined_at, RoomMember.member_id).limit(1)
    return (await session.execute(statement)).scalar_one_or_none()


async def is_in(session: AsyncSession, room_id: UUID, member_id: UUID) -> bool:
    """Tell whether somebody is in a room."""
    standing = await get_standing(session, room_id, member_id)
    return standing is not None and standing.left_seq is None

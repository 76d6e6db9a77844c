"""SQL of groups: what they say of themselves."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, cast, func, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR, insert
from sqlalchemy.ext.asyncio import AsyncSession

from dife.database import AnyRow
from dife.models import Group, Room, RoomKind, RoomMember, RoomRole


async def get_created(session: AsyncSession, created_by: UUID, client_id: UUID) -> AnyRow | None:
    """Return (id, kind, fingerprint) of the room that was created with this client id."""
    statement = select(Room.id, Room.kind, Group.fingerprint).outerjoin(Group, Group.room_id == Room.id)
    statement = statement.where(Room.created_by == created_by, Room.client_id == client_id)
    return (await session.execute(statement)).one_or_none()


async def insert_group(
    session: AsyncSession, room_id: UUID, *, created_by: UUID, client_id: UUID, values: dict[str, Any]
) -> bool:
    """Insert a group with its owner in it; False when the client id was used before."""
    room = {"id": room_id, "kind": RoomKind.GROUP, "created_by": created_by, "client_id": client_id}
    statement = insert(Room).values(room).on_conflict_do_nothing(index_elements=["created_by", "client_id"])
    if (await session.execute(statement.returning(Room.id))).one_or_none() is None:
        return False
    await session.execute(insert(Group).values({**_columns(values), "room_id": room_id, "member_count": 1}))
    owner = {"room_id": room_id, "member_id": created_by, "role": RoomRole.OWNER}
    await session.execute(insert(RoomMember).values(owner))
    return True


async def get_open(session: AsyncSession, room_id: UUID) -> Group | None:
    """Return a group that is not closed, as it is now: whoever locked the room sees what the lock waited for."""
    statement = select(Group).where(Group.room_id == room_id, Group.closed_at.is_(None))
    return (await session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def get_reportable(session: AsyncSession, room_id: UUID) -> AnyRow | None:
    """Return (name, description, topics, picture_media_id, owner_id) of a group that is not closed."""
    columns = (Group.name, Group.description, Group.topics, Group.picture_media_id)
    owner = and_(RoomMember.room_id == Group.room_id, RoomMember.role == RoomRole.OWNER, RoomMember.left_seq.is_(None))
    statement = select(*columns, RoomMember.member_id.label("owner_id")).join(RoomMember, owner)
    return (await session.execute(statement.where(Group.room_id == room_id, Group.closed_at.is_(None)))).one_or_none()


async def update_group(session: AsyncSession, room_id: UUID, values: dict[str, Any]) -> None:
    """Change columns of a group."""
    statement = update(Group).where(Group.room_id == room_id).values(_columns(values))
    await session.execute(statement.execution_options(synchronize_session=False))


async def count_members(session: AsyncSession, room_id: UUID, *, by: int) -> None:
    """Change a group's number of members; its room is locked."""
    await update_group(session, room_id, {"member_count": Group.member_count + by})


async def close(session: AsyncSession, room_id: UUID) -> None:
    """Close a group for good."""
    await update_group(session, room_id, {"closed_at": func.now(), "member_count": 0})


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    if "search" in values:
        return {**values, "search": cast(values["search"], TSVECTOR)}
    return values

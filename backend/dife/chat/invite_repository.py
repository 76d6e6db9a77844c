"""SQL of invitations into groups."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from dife.models import RoomInvite


async def insert_link(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert an invitation for whoever has its token."""
    await session.execute(insert(RoomInvite).values(values))


async def upsert_personal(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert an invitation for a member; it takes the place of an older one."""
    statement = insert(RoomInvite).values(values)
    renewed = {name: statement.excluded[name] for name in ("id", "created_by", "created_at", "expires_at")}
    await session.execute(
        statement.on_conflict_do_update(index_elements=["room_id", "member_id"], set_={**renewed, "revoked_at": None})
    )


async def get_usable(
    session: AsyncSession, room_id: UUID, *, member_id: UUID, token_hash: bytes | None, now: datetime
) -> Sequence[RoomInvite]:
    """Return the invitations that somebody has into a room: their own, and the one that the token stands for."""
    own = RoomInvite.member_id == member_id
    statement = select(RoomInvite).where(
        RoomInvite.room_id == room_id,
        RoomInvite.revoked_at.is_(None),
        RoomInvite.expires_at > now,
        own if token_hash is None else or_(own, RoomInvite.token_hash == token_hash),
    )
    return (await session.execute(statement.execution_options(populate_existing=True))).scalars().all()


async def note_use(session: AsyncSession, invite: RoomInvite) -> None:
    """Count a use of a link; an invitation of a member is used up."""
    if invite.member_id is not None:
        await session.execute(delete(RoomInvite).where(RoomInvite.id == invite.id))
    else:
        await session.execute(
            update(RoomInvite).where(RoomInvite.id == invite.id).values(use_count=RoomInvite.use_count + 1)
        )


async def count_open(session: AsyncSession, room_id: UUID, *, now: datetime) -> int:
    """Return how many invitations into a room are good."""
    statement = select(func.count()).where(
        RoomInvite.room_id == room_id, RoomInvite.revoked_at.is_(None), RoomInvite.expires_at > now
    )
    return (await session.execute(statement)).scalar_one()


async def list_open(
    session: AsyncSession, room_id: UUID, *, now: datetime, before: UUID | None, limit: int
) -> Sequence[RoomInvite]:
    """Return the invitations into a room that are good, the newest first."""
    statement = select(RoomInvite).where(
        RoomInvite.room_id == room_id, RoomInvite.revoked_at.is_(None), RoomInvite.expires_at > now
    )
    if before is not None:
        statement = statement.where(RoomInvite.id < before)
    return (await session.execute(statement.order_by(RoomInvite.id.desc()).limit(limit))).scalars().all()


async def revoke(session: AsyncSession, room_id: UUID, invite_id: UUID, *, now: datetime) -> bool:
    """Make an invitation worthless; tell whether there is one."""
    statement = update(RoomInvite).where(RoomInvite.id == invite_id, RoomInvite.room_id == room_id)
    changed = statement.values(revoked_at=func.coalesce(RoomInvite.revoked_at, now)).returning(RoomInvite.id)
    return (await session.execute(changed)).one_or_none() is not None


async def drop_personal(session: AsyncSession, room_id: UUID, member_id: UUID) -> None:
    """Take back the invitation of a member."""
    statement = delete(RoomInvite).where(RoomInvite.room_id == room_id, RoomInvite.member_id == member_id)
    await session.execute(statement)

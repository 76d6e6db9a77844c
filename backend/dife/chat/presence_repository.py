"""SQL of presence: who may know whether somebody is here."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from dife.members.visibility import blocked_between
from dife.models import Member, MemberStatus, Room, RoomKind, RoomMember

MAX_PARTNERS = 300


async def shows_presence(session: AsyncSession, member_id: UUID) -> bool:
    """Tell whether a member shows when they are here, and so sees it of others."""
    statement = select(Member.shows_presence).where(Member.id == member_id)
    return bool((await session.execute(statement)).scalar_one_or_none())


async def list_partners(session: AsyncSession, member_id: UUID) -> list[UUID]:
    """Return with whom a member has an open conversation of two and who show their presence; no block is between them."""
    own, other = aliased(RoomMember), aliased(RoomMember)
    statement = (
        select(Member.id)
        .select_from(own)
        .join(Room, and_(Room.id == own.room_id, Room.kind == RoomKind.DIRECT))
        .join(other, and_(other.room_id == own.room_id, other.member_id != own.member_id))
        .join(Member, Member.id == other.member_id)
        .where(
            own.member_id == member_id,
            own.left_seq.is_(None),
            other.left_seq.is_(None),
            Member.status == MemberStatus.ACTIVE,
            Member.shows_presence,
            ~blocked_between(member_id, Member.id),
        )
        .order_by(own.room_id.desc())
        .limit(MAX_PARTNERS)
    )
    return list((await session.execute(statement)).scalars())

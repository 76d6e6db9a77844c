"""SQL of presence: who may know whether somebody is here."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, any_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from dife.chat.log_repository import uuid_array
from dife.database import AnyRow
from dife.members.visibility import blocked_between
from dife.models import Member, MemberStatus, Room, RoomKind, RoomMember

MAX_PARTNERS = 300


async def list_partners(session: AsyncSession, member_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return (member_id, shows_presence, partner_id) for everybody with whom one of the members has an open room of two.

    Partners who do not show their own presence are left out, and so are those on the other side of a block.
    """
    own, other, me = aliased(RoomMember), aliased(RoomMember), aliased(Member)
    statement = (
        select(own.member_id, me.shows_presence, Member.id.label("partner_id"))
        .select_from(own)
        .join(me, me.id == own.member_id)
        .join(Room, and_(Room.id == own.room_id, Room.kind == RoomKind.DIRECT))
        .join(other, and_(other.room_id == own.room_id, other.member_id != own.member_id))
        .join(Member, Member.id == other.member_id)
        .where(
            own.member_id == any_(uuid_array(member_ids)),
            own.left_seq.is_(None),
            other.left_seq.is_(None),
            Member.status == MemberStatus.ACTIVE,
            Member.shows_presence,
            ~blocked_between(own.member_id, Member.id),
        )
        .order_by(own.member_id, own.room_id.desc())
        .limit(MAX_PARTNERS * len(member_ids))
    )
    return (await session.execute(statement)).all()

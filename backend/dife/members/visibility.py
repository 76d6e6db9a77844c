"""Who may see whom: the one predicate that every list, search, room, notification and push uses."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import BindParameter

from dife.models import Block, Connection, ConnectionStatus, Member, MemberStatus

MemberId = UUID | BindParameter[UUID] | ColumnElement[UUID] | InstrumentedAttribute[UUID]


def blocked_between(one: MemberId, other: MemberId) -> ColumnElement[bool]:
    """Tell in SQL whether either of two members has blocked the other."""
    return exists(
        select(1).where(
            or_(
                and_(Block.blocker_id == one, Block.blocked_id == other),
                and_(Block.blocker_id == other, Block.blocked_id == one),
            )
        )
    )


def _friends(one: MemberId, other: MemberId) -> ColumnElement[bool]:
    return exists(
        select(1).where(
            Connection.status == ConnectionStatus.ACCEPTED,
            or_(
                and_(Connection.requester_id == one, Connection.addressee_id == other),
                and_(Connection.requester_id == other, Connection.addressee_id == one),
            ),
        )
    )


def visible(viewer: MemberId, member: type[Member] = Member) -> ColumnElement[bool]:
    """Tell in SQL whether `viewer` may see `member` (a `Member` of the statement, or an alias of it).

    Not blocked in either direction, active and onboarded, and not private, unless it is oneself or a friend.
    """
    return or_(
        member.id == viewer,
        and_(
            member.status == MemberStatus.ACTIVE,
            member.onboarded_at.is_not(None),
            or_(~member.is_private, _friends(viewer, member.id)),
            ~blocked_between(viewer, member.id),
        ),
    )

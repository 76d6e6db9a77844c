"""Who may see whom: the one predicate that every list, search, room, notification and push uses."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql.elements import BindParameter

from dife.models import Block, Connection, ConnectionStatus, Member, MemberStatus

MemberId = UUID | BindParameter[UUID] | ColumnElement[UUID] | InstrumentedAttribute[UUID]

# Each direction is an EXISTS of its own: PostgreSQL can hash or anti-join those, and not one with an OR inside. They look
# at aliases, so that a statement that reads blocks or connections itself is not correlated with them by accident.


def _blocked(blocker: MemberId, blocked: MemberId) -> ColumnElement[bool]:
    block = aliased(Block)
    return exists(select(1).where(block.blocker_id == blocker, block.blocked_id == blocked))


def blocked_between(one: MemberId, other: MemberId) -> ColumnElement[bool]:
    """Tell in SQL whether either of two members has blocked the other."""
    return or_(_blocked(one, other), _blocked(other, one))


def _asked(requester: MemberId, addressee: MemberId, *, accepted: bool) -> ColumnElement[bool]:
    connection = aliased(Connection)
    asked = select(1).where(connection.requester_id == requester, connection.addressee_id == addressee)
    return exists(asked.where(connection.status == ConnectionStatus.ACCEPTED) if accepted else asked)


def reachable(sender: MemberId, member: type[Member] = Member) -> ColumnElement[bool]:
    """Tell in SQL whether `sender` may write to `member`: active, onboarded, and not blocked in either direction."""
    return and_(
        member.status == MemberStatus.ACTIVE,
        member.onboarded_at.is_not(None),
        ~blocked_between(sender, member.id),
    )


def recognisable(viewer: MemberId, member: type[Member] = Member) -> ColumnElement[bool]:
    """Tell in SQL whether `viewer` may see who `member` is where they act towards each other: write, invite, share a room.

    A private profile is not looked up, but whoever speaks shows who they are.
    """
    return or_(member.id == viewer, reachable(viewer, member))


def visible(viewer: MemberId, member: type[Member] = Member) -> ColumnElement[bool]:
    """Tell in SQL whether `viewer` may see `member` (a `Member` of the statement, or an alias of it).

    Not blocked in either direction, active and onboarded, and not private, unless it is oneself, a friend, or somebody
    who has asked the viewer to become one (whoever asks shows who they are).
    """
    return or_(
        member.id == viewer,
        and_(
            reachable(viewer, member),
            or_(
                ~member.is_private, _asked(member.id, viewer, accepted=False), _asked(viewer, member.id, accepted=True)
            ),
        ),
    )

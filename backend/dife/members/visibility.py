"""Who may see whom: the one predicate that every list, search, room, notification and push uses."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, or_, select, union_all
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


def veils() -> CompoundSelect[*tuple[Any, ...]]:
    """Select (viewer_id, hidden_id) for each pair with a block between them, in both directions."""
    block = aliased(Block)
    return union_all(
        select(block.blocker_id.label("viewer_id"), block.blocked_id.label("hidden_id")),
        select(block.blocked_id, block.blocker_id),
    )


def hidden_from(viewer: MemberId) -> Select[*tuple[Any, ...]]:
    """Select the ids of those with a block between them and `viewer`."""
    veil = veils().subquery()
    return select(veil.c.hidden_id).where(veil.c.viewer_id == viewer)


def _asked(requester: MemberId, addressee: MemberId, *, accepted: bool) -> ColumnElement[bool]:
    connection = aliased(Connection)
    asked = select(1).where(connection.requester_id == requester, connection.addressee_id == addressee)
    return exists(asked.where(connection.status == ConnectionStatus.ACCEPTED) if accepted else asked)


def befriended(one: MemberId, other: MemberId) -> ColumnElement[bool]:
    """Tell in SQL whether two members are friends."""
    return or_(_asked(one, other, accepted=True), _asked(other, one, accepted=True))


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

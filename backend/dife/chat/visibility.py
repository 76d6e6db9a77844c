"""Which groups a member may see without being in them: the one predicate of discovering, joining and liking."""

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased

from dife.members.visibility import MemberId, blocked_between
from dife.models import Group, RoomMember, RoomRole


def discoverable(viewer: MemberId) -> ColumnElement[bool]:
    """Tell in SQL whether `viewer` may see `Group`: it is open, and no block stands between them and its owner."""
    owner = aliased(RoomMember)
    barred = select(1).where(
        owner.room_id == Group.room_id,
        owner.role == RoomRole.OWNER,
        owner.left_seq.is_(None),
        blocked_between(viewer, owner.member_id),
    )
    return and_(Group.closed_at.is_(None), ~exists(barred))

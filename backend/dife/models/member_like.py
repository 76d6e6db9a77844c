"""A heart on a member's card."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class MemberLike(CreatedAt, Base):
    """`member_id` likes `liked_id`."""

    __tablename__ = "member_likes"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    liked_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True)

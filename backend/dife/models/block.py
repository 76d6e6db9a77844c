"""One member blocks another; the effect is mutual."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class Block(CreatedAt, Base):
    """`blocker_id` blocked `blocked_id`. `visible` reads it in both directions."""

    __tablename__ = "blocks"
    __table_args__ = (CheckConstraint("blocker_id <> blocked_id", name="two_members"),)

    blocker_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True)

"""The hobbies a member chose, as codes."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base


class MemberHobby(Base):
    """One chosen hobby."""

    __tablename__ = "member_hobbies"
    __table_args__ = (Index("ix_member_hobbies_hobby", "hobby", "member_id"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    hobby: Mapped[str] = mapped_column(primary_key=True)

"""A like on a group room."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class RoomLike(CreatedAt, Base):
    """`member_id` likes the room; being in it is not needed."""

    __tablename__ = "room_likes"
    __table_args__ = (Index("ix_room_likes_member", "member_id", "room_id"),)

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)

"""A member's place in a room: from where they may see, how far they have read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base


class RoomMember(Base):
    """Sees events with `visible_from <= seq` and, once `left_seq` is set, `seq <= left_seq`."""

    __tablename__ = "room_members"
    __table_args__ = (Index("ix_room_members_member", "member_id", "room_id"),)

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    visible_from: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    left_seq: Mapped[int | None] = mapped_column(BigInteger)
    read_seq: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    muted: Mapped[bool] = mapped_column(server_default=text("false"))
    pinned: Mapped[bool] = mapped_column(server_default=text("false"))
    auto_translate: Mapped[bool] = mapped_column(server_default=text("false"))
    joined_at: Mapped[datetime] = mapped_column(server_default=func.now())

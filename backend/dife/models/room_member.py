"""A member's place in a room: from where they may see, how far they have read."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base


class RoomRole(enum.StrEnum):
    """What a member may do in a group; in a direct room both are `member`."""

    OWNER = "owner"
    MODERATOR = "moderator"
    MEMBER = "member"


class RoomMember(Base):
    """Sees events with `visible_from <= seq` and, once `left_seq` is set, `seq <= left_seq`.

    `removed_at` says that they did not go by themselves.
    """

    __tablename__ = "room_members"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'moderator', 'member')", name="role"),
        Index("ix_room_members_member", "member_id", "room_id"),
        Index(
            "uq_room_members_owner",
            "room_id",
            unique=True,
            postgresql_where=text("role = 'owner' AND left_seq IS NULL"),
        ),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    visible_from: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    left_seq: Mapped[int | None] = mapped_column(BigInteger)
    read_seq: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    muted: Mapped[bool] = mapped_column(server_default=text("false"))
    pinned: Mapped[bool] = mapped_column(server_default=text("false"))
    auto_translate: Mapped[bool] = mapped_column(server_default=text("false"))
    joined_at: Mapped[datetime] = mapped_column(server_default=func.now())
    role: Mapped[str] = mapped_column(server_default=RoomRole.MEMBER)
    removed_at: Mapped[datetime | None]

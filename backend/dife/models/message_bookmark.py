"""A message that a member keeps for later; nobody else knows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base


class MessageBookmark(Base):
    """`seq` is the message's place in its room: it tells whether the member may still see it."""

    __tablename__ = "message_bookmarks"
    __table_args__ = (
        Index("ix_message_bookmarks_member", "member_id", text("created_at DESC"), text("message_id DESC")),
    )

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    room_id: Mapped[UUID]
    seq: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

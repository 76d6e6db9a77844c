"""What was said in a room in a month, in the object store."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base


class MessageArchive(Base):
    """The events `first_seq` to `last_seq` of a room and their messages, as the object `key`.

    `chunks` says where in it which events are: a list of [first seq, last seq, offset, size].
    """

    __tablename__ = "message_archives"
    __table_args__ = (
        Index(
            "uq_message_archives_room_last",
            "room_id",
            "last_seq",
            unique=True,
            postgresql_where=text("restored_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    month: Mapped[date]
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str]
    chunks: Mapped[list[Any]] = mapped_column(JSONB())
    plain_bytes: Mapped[int] = mapped_column(BigInteger)
    stored_bytes: Mapped[int] = mapped_column(BigInteger)
    restored_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

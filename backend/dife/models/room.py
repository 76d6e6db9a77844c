"""A chat room and the head of its event log."""

import enum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class RoomKind(enum.StrEnum):
    """direct: exactly two members, one room a pair; group: any number."""

    DIRECT = "direct"
    GROUP = "group"


class Room(CreatedAt, Base):
    """`head_seq` is the seq of the newest event; it moves only under this row's lock. `direct_low` < `direct_high`."""

    __tablename__ = "rooms"
    __table_args__ = (
        CheckConstraint("kind IN ('direct', 'group')", name="kind"),
        CheckConstraint("(kind = 'direct') = (direct_low IS NOT NULL AND direct_high IS NOT NULL)", name="direct_pair"),
        UniqueConstraint("created_by", "client_id"),
        Index(
            "uq_rooms_direct_pair", "direct_low", "direct_high", unique=True, postgresql_where=text("kind = 'direct'")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    client_id: Mapped[UUID]
    direct_low: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"))
    direct_high: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"))
    head_seq: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    head_message_no: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    archived_seq: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))

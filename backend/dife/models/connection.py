"""Two members who are, or are about to be, friends: one row a pair."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class ConnectionStatus(enum.StrEnum):
    """A request is pending until the other side accepts it; then the two are friends."""

    PENDING = "pending"
    ACCEPTED = "accepted"


class Connection(CreatedAt, Base):
    """The request (`pending`) that becomes the friendship (`accepted`); cancelled or ended means deleted."""

    __tablename__ = "connections"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'accepted')", name="status"),
        CheckConstraint("requester_id <> addressee_id", name="two_members"),
        Index(
            "uq_connections_pair",
            func.least(text("requester_id"), text("addressee_id")),
            func.greatest(text("requester_id"), text("addressee_id")),
            unique=True,
        ),
        Index("ix_connections_requester", "requester_id", "status", "id"),
        Index("ix_connections_addressee", "addressee_id", "status", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    addressee_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(server_default=ConnectionStatus.PENDING)
    message: Mapped[str] = mapped_column(server_default="")
    accepted_at: Mapped[datetime | None]

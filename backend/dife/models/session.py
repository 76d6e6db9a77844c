"""A session: one log-in on one device, and the family of refresh tokens that came from it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class Session(CreatedAt, Base):
    """`generation` counts rotations; `refresh_hash` is SHA-256 of the newest refresh token."""

    __tablename__ = "sessions"
    __table_args__ = (CheckConstraint("client IN ('web', 'native')", name="client"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    client: Mapped[str]
    user_agent: Mapped[str] = mapped_column(server_default="")
    generation: Mapped[int] = mapped_column(server_default=text("0"))
    refresh_hash: Mapped[bytes]
    rotated_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

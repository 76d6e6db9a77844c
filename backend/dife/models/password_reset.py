"""A request for a new password that waits for its code."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class PasswordReset(CreatedAt, Base):
    """One mailed code, derived from the row's id; only the newest of a member counts."""

    __tablename__ = "password_resets"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    code_expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    used_at: Mapped[datetime | None]

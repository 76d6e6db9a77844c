"""A request for a new password that waits for its code."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt
from dife.models.mailed_code import MailedCode


class PasswordReset(MailedCode, CreatedAt, Base):
    """A new password that waits for its code; only the newest of a member counts."""

    __tablename__ = "password_resets"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    used_at: Mapped[datetime | None]

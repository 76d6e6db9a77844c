"""A request for another mail address that waits for its code."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class EmailChange(CreatedAt, Base):
    """A member has at most one that is not confirmed. For a taken address it exists too, and no code confirms it.

    `previous_email` is known from the confirmation on: there the notice goes. The code is derived, as a sign-up's.
    """

    __tablename__ = "email_changes"
    __table_args__ = (
        Index("uq_email_changes_pending", "member_id", unique=True, postgresql_where=text("confirmed_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    email: Mapped[str]
    is_taken: Mapped[bool]
    code_number: Mapped[int] = mapped_column(server_default=text("1"))
    code_sent_at: Mapped[datetime]
    code_expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    confirmed_at: Mapped[datetime | None]
    previous_email: Mapped[str | None]

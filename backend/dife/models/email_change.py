"""A request for another mail address that waits for its code."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt
from dife.models.mailed_code import RenewableCode


class EmailChange(RenewableCode, CreatedAt, Base):
    """A member has at most one that is not confirmed.

    `previous_email` is known from the confirmation on: there the notice goes.
    """

    __tablename__ = "email_changes"
    __table_args__ = (
        Index("uq_email_changes_pending", "member_id", unique=True, postgresql_where=text("confirmed_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    email: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    previous_email: Mapped[str | None]

"""A sign-up that waits for its code. It becomes an account when the code is confirmed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class SignUp(CreatedAt, Base):
    """A pending sign-up. For a taken address the row exists too, and no code confirms it (no enumeration).

    `code_number` counts the codes that were mailed; the code itself is derived from it and never stored.
    """

    __tablename__ = "sign_ups"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    password_hash: Mapped[str]
    locale: Mapped[str]
    is_taken: Mapped[bool]
    code_number: Mapped[int] = mapped_column(server_default=text("1"))
    code_sent_at: Mapped[datetime]
    code_expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    confirmed_at: Mapped[datetime | None]

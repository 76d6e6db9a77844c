"""A sign-up that waits for its code. It becomes an account when the code is confirmed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt
from dife.models.mailed_code import RenewableCode


class SignUp(RenewableCode, CreatedAt, Base):
    """A pending sign-up."""

    __tablename__ = "sign_ups"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    password_hash: Mapped[str]
    locale: Mapped[str]
    confirmed_at: Mapped[datetime | None]

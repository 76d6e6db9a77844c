"""How a member proves who they are: mail address and password hash, one row a member."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class Account(CreatedAt, Base):
    """Credentials. `email` is stored lower-cased and was confirmed by a code before the row exists."""

    __tablename__ = "accounts"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    password_changed_at: Mapped[datetime | None]

"""What an edited message said before: evidence for moderators, read by nobody else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base


class MessageVersion(Base):
    """`replaced_seq` is the event that replaced this text, `written_at` when it was written."""

    __tablename__ = "message_versions"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    replaced_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    body: Mapped[str]
    written_at: Mapped[datetime]

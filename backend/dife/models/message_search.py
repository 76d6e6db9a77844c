"""Under which tokens a message is found; written after the message, by a job."""

from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base


class MessageSearch(Base):
    """`search` holds the bigram tokens of the text (kit/text.py) and one token for the room.

    With it the index finds the words of one room without looking at those of all others.
    """

    __tablename__ = "message_search"
    __table_args__ = (Index("ix_message_search_search", "search", postgresql_using="gin"),)

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    room_id: Mapped[UUID]
    seq: Mapped[int] = mapped_column(BigInteger)
    search: Mapped[str] = mapped_column(TSVECTOR)

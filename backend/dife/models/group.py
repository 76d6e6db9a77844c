"""What a group room says of itself. Its log's head is in `Room`, a narrow row that every message writes."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base

MIN_SEATS, MAX_SEATS = 3, 300


class RoomHistory(enum.StrEnum):
    """What somebody who joins, or joins again, sees of what was said before."""

    FROM_JOIN = "from_join"
    ALL = "all"


class Group(Base):
    """Counts are kept under the room's row lock: `member_count` never passes `max_members`, whoever races.

    `password_hash` is a keyed hash. `shuffle` is a place in a random order, from which suggestions are drawn.
    """

    __tablename__ = "groups"
    __table_args__ = (
        CheckConstraint(f"max_members BETWEEN {MIN_SEATS} AND {MAX_SEATS}", name="seats"),
        CheckConstraint("member_count BETWEEN 0 AND max_members", name="room_for_all"),
        CheckConstraint("history IN ('from_join', 'all')", name="history"),
        CheckConstraint("is_private OR password_hash IS NULL", name="password_of_private"),
        Index("ix_groups_search", "search", postgresql_using="gin"),
        Index("ix_groups_choices", "topics", "languages", "purposes", postgresql_using="gin"),
        Index("ix_groups_shuffle", "shuffle", postgresql_where=text("closed_at IS NULL")),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[bytes]
    name: Mapped[str]
    description: Mapped[str]
    picture_media_id: Mapped[UUID | None] = mapped_column(ForeignKey("media.id", ondelete="SET NULL"), index=True)
    topics: Mapped[list[str]]
    languages: Mapped[list[str]]
    purposes: Mapped[list[str]]
    max_members: Mapped[int]
    is_private: Mapped[bool]
    password_hash: Mapped[bytes | None]
    history: Mapped[str]
    search: Mapped[str] = mapped_column(TSVECTOR)
    shuffle: Mapped[float] = mapped_column(Float(53), server_default=func.random())
    member_count: Mapped[int] = mapped_column(server_default=text("0"))
    like_count: Mapped[int] = mapped_column(server_default=text("0"))
    closed_at: Mapped[datetime | None]

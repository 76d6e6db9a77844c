"""A post on a board."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class Board(enum.StrEnum):
    """The two boards: 꿀팁 (tip) and 자유 (free)."""

    TIP = "tip"
    FREE = "free"


class Post(CreatedAt, Base):
    """`search` holds bigram tokens of title and body (kit/text.py); counts are kept by the service in the same transaction."""

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("board IN ('tip', 'free')", name="board"),
        UniqueConstraint("author_id", "client_id"),
        Index("ix_posts_board", "board", text("id DESC"), postgresql_where=text("deleted_at IS NULL")),
        Index("ix_posts_author", "author_id", text("id DESC"), postgresql_where=text("deleted_at IS NULL")),
        Index("ix_posts_search", "search", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    client_id: Mapped[UUID]
    fingerprint: Mapped[bytes]
    board: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    language: Mapped[str | None]
    anonymous: Mapped[bool]
    media_ids: Mapped[list[UUID]] = mapped_column(server_default=text("'{}'::uuid[]"))
    search: Mapped[str] = mapped_column(TSVECTOR)
    like_count: Mapped[int] = mapped_column(server_default=text("0"))
    comment_count: Mapped[int] = mapped_column(server_default=text("0"))
    bookmark_count: Mapped[int] = mapped_column(server_default=text("0"))
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

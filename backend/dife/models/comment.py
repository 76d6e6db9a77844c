"""A comment under a post, or a reply to one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class Comment(CreatedAt, Base):
    """One reply level: `parent_id` names a comment that has no parent itself."""

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("author_id", "client_id"),
        Index("ix_comments_post", "post_id", "id"),
        Index("ix_comments_parent", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
        Index("ix_comments_author", "author_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    client_id: Mapped[UUID]
    fingerprint: Mapped[bytes]
    body: Mapped[str]
    language: Mapped[str | None]
    anonymous: Mapped[bool]
    like_count: Mapped[int] = mapped_column(server_default=text("0"))
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

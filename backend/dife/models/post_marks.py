"""What a member did to a post or comment: liked, bookmarked, hid; and who is who among the anonymous of a post."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class PostLike(CreatedAt, Base):
    """A like on a post."""

    __tablename__ = "post_likes"
    __table_args__ = (Index("ix_post_likes_member", "member_id", "created_at"),)

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)


class PostBookmark(CreatedAt, Base):
    """A post kept for later."""

    __tablename__ = "post_bookmarks"
    __table_args__ = (Index("ix_post_bookmarks_member", "member_id", "created_at"),)

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)


class HiddenPost(CreatedAt, Base):
    """A post that a member does not want to see again."""

    __tablename__ = "hidden_posts"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True)


class CommentLike(CreatedAt, Base):
    """A like on a comment."""

    __tablename__ = "comment_likes"
    __table_args__ = (Index("ix_comment_likes_member", "member_id", "created_at"),)

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)


class PostAlias(Base):
    """The number under which a member speaks anonymously in one post; 0 is the post's own author."""

    __tablename__ = "post_aliases"
    __table_args__ = (UniqueConstraint("post_id", "number"),)

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True)
    number: Mapped[int]

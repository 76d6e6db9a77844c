"""SQL of comments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from dife.community.repository import visible_post
from dife.database import AnyRow, AnySelect
from dife.members.visibility import MemberId, blocked_between, visible
from dife.models import Comment, CommentLike, Member, Post, PostAlias

_Reply = aliased(Comment)
_Replier = aliased(Member)

THREAD = func.coalesce(Comment.parent_id, Comment.id)
"""A comment and its replies sort together: by the comment, then by time."""


def _is_shown(viewer: MemberId, comment: type[Comment] = Comment, member: type[Member] = Member) -> ColumnElement[bool]:
    return and_(comment.deleted_at.is_(None), or_(comment.anonymous, visible(viewer, member)))


def _has_shown_reply(viewer: UUID) -> ColumnElement[bool]:
    replies = select(1).select_from(_Reply).join(_Replier, _Replier.id == _Reply.author_id)
    return exists(replies.where(_Reply.parent_id == Comment.id, _is_shown(viewer, _Reply, _Replier)))


def _comments(viewer: UUID) -> AnySelect:
    """Select what `CommentView` needs; `id` is the author's. Of what is not `is_shown`, the service tells nothing."""
    liked = exists(select(1).where(CommentLike.member_id == viewer, CommentLike.comment_id == Comment.id))
    columns: list[Any] = [
        Comment.id.label("comment_id"),
        Comment.post_id,
        Comment.parent_id,
        _is_shown(viewer).label("is_shown"),
        Comment.anonymous,
        PostAlias.number.label("alias"),
        Comment.body,
        Comment.language,
        Comment.like_count,
        liked.label("is_liked"),
        Comment.created_at,
        Comment.edited_at,
        Member.id,
        Member.username,
        Member.country,
        Member.photo_media_id,
    ]
    alias = and_(PostAlias.post_id == Comment.post_id, PostAlias.member_id == Comment.author_id, Comment.anonymous)
    authored = select(*columns).select_from(Comment).join(Member, Member.id == Comment.author_id)
    return authored.outerjoin(PostAlias, alias)


async def list_comments(
    session: AsyncSession, post_id: UUID, *, viewer: UUID, after: tuple[UUID, UUID] | None, limit: int
) -> Sequence[AnyRow]:
    """Return a post's comments, each followed by its replies, the oldest first."""
    is_placeholder = and_(Comment.parent_id.is_(None), _has_shown_reply(viewer))
    statement = _comments(viewer).where(Comment.post_id == post_id, or_(_is_shown(viewer), is_placeholder))
    if after is not None:
        statement = statement.where(tuple_(THREAD, Comment.id) > tuple_(*after))
    return (await session.execute(statement.order_by(THREAD, Comment.id).limit(limit))).all()


async def list_own(session: AsyncSession, author_id: UUID, *, before: UUID | None, limit: int) -> Sequence[AnyRow]:
    """Return an author's comments, the newest first."""
    statement = _comments(author_id).where(Comment.author_id == author_id, Comment.deleted_at.is_(None))
    if before is not None:
        statement = statement.where(Comment.id < before)
    return (await session.execute(statement.order_by(Comment.id.desc()).limit(limit))).all()


async def posts_of(session: AsyncSession, post_ids: Sequence[UUID], *, viewer: UUID) -> Sequence[AnyRow]:
    """Return (id, board, title) of those posts that `viewer` may see."""
    statement = select(Post.id, Post.board, Post.title).join(Member, Member.id == Post.author_id)
    return (await session.execute(statement.where(Post.id.in_(post_ids), visible_post(viewer)))).all()


async def get_view(session: AsyncSession, comment_id: UUID, *, viewer: UUID) -> AnyRow:
    """Return a comment as `viewer` sees it; the caller of this knows that it is there."""
    return (await session.execute(_comments(viewer).where(Comment.id == comment_id))).one()


async def get_shown(session: AsyncSession, comment_id: UUID, *, viewer: UUID) -> AnyRow | None:
    """Return (id, post_id, parent_id, author_id, body) of a comment that `viewer` may see, its post too."""
    author = aliased(Member)
    statement = (
        select(Comment.id, Comment.post_id, Comment.parent_id, Comment.author_id, Comment.body)
        .join(author, author.id == Comment.author_id)
        .join(Post, Post.id == Comment.post_id)
        .join(Member, Member.id == Post.author_id)
        .where(Comment.id == comment_id, _is_shown(viewer, Comment, author), visible_post(viewer))
    )
    return (await session.execute(statement)).one_or_none()


async def get_reportable(session: AsyncSession, comment_id: UUID, *, viewer: UUID) -> Comment | None:
    """Return a comment that `viewer` may see, or could but for a block."""
    seen = or_(Comment.anonymous, visible(viewer), blocked_between(viewer, Member.id))
    statement = select(Comment).join(Member, Member.id == Comment.author_id).where(Comment.id == comment_id, seen)
    return (await session.execute(statement.where(Comment.deleted_at.is_(None)))).scalar_one_or_none()


async def insert_comment(session: AsyncSession, values: dict[str, Any]) -> bool:
    """Insert a comment; False when its author used the `client_id` before."""
    statement = insert(Comment).values(values)
    statement = statement.on_conflict_do_nothing(index_elements=[Comment.author_id, Comment.client_id])
    return (await session.execute(statement.returning(Comment.id))).one_or_none() is not None


async def get_created(session: AsyncSession, author_id: UUID, client_id: UUID) -> AnyRow | None:
    """Return (id, fingerprint) of the comment that was created with a `client_id`."""
    statement = select(Comment.id, Comment.fingerprint).where(
        Comment.author_id == author_id, Comment.client_id == client_id
    )
    return (await session.execute(statement)).one_or_none()


async def take_alias(session: AsyncSession, post_id: UUID, *, member_id: UUID, is_author: bool) -> None:
    """Give a member their number under a post, if they have none; whoever calls this holds the post's lock."""
    used = select(func.coalesce(func.max(PostAlias.number), 0) + 1).where(PostAlias.post_id == post_id)
    number = 0 if is_author else used.scalar_subquery()
    statement = insert(PostAlias).values(post_id=post_id, member_id=member_id, number=number)
    await session.execute(statement.on_conflict_do_nothing(index_elements=[PostAlias.post_id, PostAlias.member_id]))


async def edit_own(session: AsyncSession, comment_id: UUID, *, author_id: UUID, values: dict[str, Any]) -> bool:
    """Change an author's comment; False when it is not theirs."""
    return await _update_own(session, comment_id, author_id=author_id, values=values) is not None


async def delete_own(session: AsyncSession, comment_id: UUID, *, author_id: UUID, now: datetime) -> UUID | None:
    """Delete the text of an author's comment and return its post, None when it is not theirs.

    The row stays: it answers a repeated `client_id`, and replies hang on it.
    """
    values = {"body": "", "language": None, "deleted_at": now}
    return await _update_own(session, comment_id, author_id=author_id, values=values)


async def is_own(session: AsyncSession, comment_id: UUID, *, author_id: UUID) -> bool:
    """Tell whether a comment is an author's, deleted or not."""
    own = select(Comment.id).where(Comment.id == comment_id, Comment.author_id == author_id)
    return (await session.execute(own)).one_or_none() is not None


async def _update_own(
    session: AsyncSession, comment_id: UUID, *, author_id: UUID, values: dict[str, Any]
) -> UUID | None:
    own = and_(Comment.id == comment_id, Comment.author_id == author_id, Comment.deleted_at.is_(None))
    statement = update(Comment).where(own).values(values).returning(Comment.post_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def add_like(session: AsyncSession, comment_id: UUID, *, member_id: UUID) -> bool:
    """Like a comment, without counting it; False when it was liked already."""
    statement = insert(CommentLike).values(comment_id=comment_id, member_id=member_id).on_conflict_do_nothing()
    return (await session.execute(statement.returning(CommentLike.comment_id))).one_or_none() is not None


async def count_like(session: AsyncSession, comment_id: UUID) -> None:
    """Count one like more. The comment stays locked until the transaction ends, so this comes last."""
    await _count(session, comment_id, 1)


async def remove_like(session: AsyncSession, comment_id: UUID, *, member_id: UUID) -> None:
    """Take a like back and count it; nothing happens when there is none."""
    statement = delete(CommentLike).where(CommentLike.comment_id == comment_id, CommentLike.member_id == member_id)
    if (await session.execute(statement.returning(CommentLike.comment_id))).one_or_none() is not None:
        await _count(session, comment_id, -1)


async def _count(session: AsyncSession, comment_id: UUID, by: int) -> None:
    statement = update(Comment).where(Comment.id == comment_id).values(like_count=Comment.like_count + by)
    await session.execute(statement)

"""SQL of posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, and_, cast, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR, insert
from sqlalchemy.ext.asyncio import AsyncSession

from dife.database import AnyRow, AnySelect
from dife.members.visibility import MemberId, blocked_between, visible
from dife.models import Board, HiddenPost, Member, Post, PostBookmark, PostLike

EXCERPT_LENGTH = 140

Mark = type[PostLike] | type[PostBookmark]

_COUNTS = {PostLike: Post.like_count, PostBookmark: Post.bookmark_count}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which posts a list has; `search` is the text of a `tsquery`."""

    board: Board | None = None
    search: str | None = None
    author_id: UUID | None = None


def visible_post(viewer: MemberId) -> ColumnElement[bool]:
    """Tell in SQL whether `viewer` may see `Post`, whose author is the statement's `Member`.

    An anonymous post stays visible when its author is not: vanishing, it would tell who wrote it.
    """
    hidden = exists(select(1).where(HiddenPost.member_id == viewer, HiddenPost.post_id == Post.id))
    return and_(_visible_or_hidden(viewer), ~hidden)


def _visible_or_hidden(viewer: MemberId) -> ColumnElement[bool]:
    return and_(Post.deleted_at.is_(None), or_(Post.anonymous, visible(viewer)))


def _marked(mark: Mark, viewer: UUID, name: str) -> Label[bool]:
    # Not left to guess what it refers to: a list of what is marked has the same table in its own FROM.
    marks = select(1).where(mark.member_id == viewer, mark.post_id == Post.id).correlate(Post)
    return exists(marks).label(name)


def _summaries(viewer: UUID) -> AnySelect:
    """Select what `PostSummary` needs of the posts that `viewer` may see; `id` is the author's."""
    columns: list[Any] = [
        Post.id.label("post_id"),
        Post.board,
        Post.title,
        func.left(Post.body, EXCERPT_LENGTH).label("excerpt"),
        Post.language,
        Post.anonymous,
        Post.media_ids,
        Post.like_count,
        Post.comment_count,
        Post.created_at,
        Post.edited_at,
        _marked(PostLike, viewer, "is_liked"),
        _marked(PostBookmark, viewer, "is_bookmarked"),
        Member.id,
        Member.username,
        Member.country,
        Member.photo_media_id,
    ]
    return select(*columns).select_from(Post).join(Member, Member.id == Post.author_id).where(visible_post(viewer))


async def list_posts(
    session: AsyncSession, viewer: UUID, *, filters: Filters, before: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """Return posts, the newest first."""
    statement = _summaries(viewer)
    if filters.board is not None:
        statement = statement.where(Post.board == filters.board)
    if filters.author_id is not None:
        statement = statement.where(Post.author_id == filters.author_id)
    if filters.search is not None:
        statement = statement.where(Post.search.op("@@")(cast(filters.search, TSQUERY)))
    if before is not None:
        statement = statement.where(Post.id < before)
    return (await session.execute(statement.order_by(Post.id.desc()).limit(limit))).all()


async def list_marked(
    session: AsyncSession, viewer: UUID, *, mark: Mark, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[AnyRow]:
    """Return the posts that `viewer` marked, the mark made last first, with `marked_at`."""
    statement = _summaries(viewer).add_columns(mark.created_at.label("marked_at"))
    statement = statement.join(mark, and_(mark.post_id == Post.id, mark.member_id == viewer))
    if before is not None:
        statement = statement.where(tuple_(mark.created_at, Post.id) < tuple_(*before))
    return (await session.execute(statement.order_by(mark.created_at.desc(), Post.id.desc()).limit(limit))).all()


async def get_post(session: AsyncSession, post_id: UUID, *, viewer: UUID) -> AnyRow | None:
    """Return a post that `viewer` may see, whole."""
    statement = _summaries(viewer).add_columns(Post.body, Post.bookmark_count).where(Post.id == post_id)
    return (await session.execute(statement)).one_or_none()


async def get_heading(session: AsyncSession, post_id: UUID, *, viewer: UUID) -> AnyRow | None:
    """Return (id, author_id, anonymous, title, body) of a post that `viewer` may see."""
    statement = (
        select(Post.id, Post.author_id, Post.anonymous, Post.title, Post.body)
        .join(Member, Member.id == Post.author_id)
        .where(Post.id == post_id, visible_post(viewer))
    )
    return (await session.execute(statement)).one_or_none()


async def get_reportable(session: AsyncSession, post_id: UUID, *, viewer: UUID) -> Post | None:
    """Return a post that `viewer` may see, or could but for having hidden it or a block."""
    seen = or_(Post.anonymous, visible(viewer), blocked_between(viewer, Member.id))
    statement = select(Post).join(Member, Member.id == Post.author_id).where(Post.id == post_id, seen)
    return (await session.execute(statement.where(Post.deleted_at.is_(None)))).scalar_one_or_none()


async def get_author(session: AsyncSession, post_id: UUID, *, viewer: UUID) -> UUID | None:
    """Return who wrote a post that `viewer` may see, or could but for having hidden it."""
    statement = select(Post.author_id).join(Member, Member.id == Post.author_id)
    return (await session.execute(statement.where(Post.id == post_id, _visible_or_hidden(viewer)))).scalar_one_or_none()


async def can_see(session: AsyncSession, post_id: UUID, *, viewer: UUID) -> bool:
    """Tell whether another member than the caller may see a post."""
    statement = select(1).select_from(Post).join(Member, Member.id == Post.author_id)
    return (await session.execute(statement.where(Post.id == post_id, visible_post(viewer)))).first() is not None


async def insert_post(session: AsyncSession, values: dict[str, Any]) -> bool:
    """Insert a post; False when its author used the `client_id` before."""
    statement = insert(Post).values({**values, "search": cast(values["search"], TSVECTOR)})
    statement = statement.on_conflict_do_nothing(index_elements=[Post.author_id, Post.client_id])
    return (await session.execute(statement.returning(Post.id))).one_or_none() is not None


async def get_created(session: AsyncSession, author_id: UUID, client_id: UUID) -> AnyRow | None:
    """Return (id, fingerprint) of the post that was created with a `client_id`."""
    statement = select(Post.id, Post.fingerprint).where(Post.author_id == author_id, Post.client_id == client_id)
    return (await session.execute(statement)).one_or_none()


async def lock_own(session: AsyncSession, post_id: UUID, *, author_id: UUID) -> AnyRow | None:
    """Return (title, body, media_ids) of an author's post, locked."""
    statement = select(Post.title, Post.body, Post.media_ids).where(
        Post.id == post_id, Post.author_id == author_id, Post.deleted_at.is_(None)
    )
    return (await session.execute(statement.with_for_update(key_share=True))).one_or_none()


async def is_own(session: AsyncSession, post_id: UUID, *, author_id: UUID) -> bool:
    """Tell whether a post is an author's, deleted or not."""
    own = select(Post.id).where(Post.id == post_id, Post.author_id == author_id)
    return (await session.execute(own)).one_or_none() is not None


async def update_post(session: AsyncSession, post_id: UUID, values: dict[str, Any]) -> None:
    """Change columns of a post."""
    if "search" in values:
        values = {**values, "search": cast(values["search"], TSVECTOR)}
    await session.execute(update(Post).where(Post.id == post_id).values(values))


async def hide_post(session: AsyncSession, post_id: UUID, *, member_id: UUID) -> None:
    """Hide a post from a member; it stays hidden when it is already."""
    await session.execute(insert(HiddenPost).values(post_id=post_id, member_id=member_id).on_conflict_do_nothing())


async def add_mark(session: AsyncSession, post_id: UUID, *, member_id: UUID, mark: Mark) -> bool:
    """Mark a post, without counting it; False when it was marked already."""
    statement = insert(mark).values(post_id=post_id, member_id=member_id).on_conflict_do_nothing()
    return (await session.execute(statement.returning(mark.post_id))).one_or_none() is not None


async def count_mark(session: AsyncSession, post_id: UUID, mark: Mark) -> None:
    """Count one mark more. The post stays locked until the transaction ends, so this comes last."""
    await _count(session, post_id, _COUNTS[mark], by=1)


async def remove_mark(session: AsyncSession, post_id: UUID, *, member_id: UUID, mark: Mark) -> None:
    """Take a mark off a post and count it; nothing happens when there is none."""
    statement = delete(mark).where(mark.post_id == post_id, mark.member_id == member_id).returning(mark.post_id)
    if (await session.execute(statement)).one_or_none() is not None:
        await _count(session, post_id, _COUNTS[mark], by=-1)


async def count_comments(session: AsyncSession, post_id: UUID, by: int) -> None:
    """Change a post's number of comments; the post stays locked until the transaction ends."""
    await _count(session, post_id, Post.comment_count, by=by)


async def _count(session: AsyncSession, post_id: UUID, column: Any, *, by: int) -> None:
    await session.execute(update(Post).where(Post.id == post_id).values({column: column + by}))

"""Rules of reading and marking posts, and what other slices ask about posts and comments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from dife.community import comment_repository, repository
from dife.community.authors import Pictures, author_of
from dife.community.errors import CommentNotFound, OwnPost, PostNotFound
from dife.community.repository import Filters, Mark
from dife.community.schemas import Boards, BoardView, Post, PostSummary
from dife.context import Context
from dife.database import AnyRow
from dife.kit.pagination import split_page
from dife.kit.rate_limits import RateLimit
from dife.kit.schema import Page
from dife.kit.text import query_vector
from dife.media import service as media
from dife.models import Board, NotificationKind, PostBookmark, PostLike, ReportTarget
from dife.notifications import service as notifications

NEWEST = 3
SEARCHES = RateLimit("post_search", 30, 60)
MARKS = RateLimit("post_mark", 120, 60)


async def boards(context: Context) -> Boards:
    """Return every board with its newest posts."""
    items = []
    for board in Board:
        page = await _list(context, Filters(board=board), scope="boards", cursor=None, limit=NEWEST)
        items.append(BoardView(board=board, newest=page.items))
    return Boards(items=items)


async def list_posts(
    context: Context, *, board: Board | None, query: str, cursor: str | None, limit: int
) -> Page[PostSummary]:
    """Return the posts of a board, or of all; with a query, those that have all its words.

    Raises:
        RateLimited: thirty searches in a minute; further pages of one are none.
    """
    words = query.strip()
    search = query_vector(words) if words else None
    if words and search is None:
        return Page(items=[], next_cursor=None)
    if search is not None and cursor is None:
        await context.limiter.hit(SEARCHES, str(context.caller.member_id))
    scope = f"posts:{board}:{search}"
    return await _list(context, Filters(board=board, search=search), scope=scope, cursor=cursor, limit=limit)


async def list_own(context: Context, *, cursor: str | None, limit: int) -> Page[PostSummary]:
    """Return the caller's posts."""
    own = Filters(author_id=context.caller.member_id)
    return await _list(context, own, scope="posts:own", cursor=cursor, limit=limit)


async def _list(context: Context, filters: Filters, *, scope: str, cursor: str | None, limit: int) -> Page[PostSummary]:
    key = context.cursors.decode(scope, cursor)
    before = UUID(str(key[0])) if key else None
    viewer = context.caller.member_id
    rows = await repository.list_posts(context.session, viewer, filters=filters, before=before, limit=limit + 1)
    page, next_cursor = split_page(
        rows, limit=limit, cursor_of=lambda row: context.cursors.encode(scope, [str(row.post_id)])
    )
    return Page(items=await _summaries(context, page), next_cursor=next_cursor)


async def list_marked(context: Context, mark: Mark, *, cursor: str | None, limit: int) -> Page[PostSummary]:
    """Return the posts that the caller likes or has bookmarked."""
    scope = f"posts:{mark.__tablename__}"
    key = context.cursors.decode(scope, cursor)
    before = (datetime.fromisoformat(str(key[0])), UUID(str(key[1]))) if key else None
    viewer = context.caller.member_id
    rows = await repository.list_marked(context.session, viewer, mark=mark, before=before, limit=limit + 1)
    page, next_cursor = split_page(
        rows,
        limit=limit,
        cursor_of=lambda row: context.cursors.encode(scope, [row.marked_at.isoformat(), str(row.post_id)]),
    )
    return Page(items=await _summaries(context, page), next_cursor=next_cursor)


async def _summaries(context: Context, rows: Sequence[AnyRow]) -> list[PostSummary]:
    pictures = await media.views(context, [*(row.photo_media_id for row in rows), *_firsts(rows)])
    viewer = context.caller.member_id
    return [PostSummary(**_summary(row, viewer=viewer, pictures=pictures)) for row in rows]


def _firsts(rows: Sequence[AnyRow]) -> list[UUID]:
    return [row.media_ids[0] for row in rows if row.media_ids]


def _summary(row: AnyRow, *, viewer: UUID, pictures: Pictures) -> dict[str, Any]:
    return {
        "id": row.post_id,
        "board": row.board,
        "title": row.title,
        "excerpt": row.excerpt,
        "language": row.language,
        "author": author_of(row, alias=0, pictures=pictures),
        "is_mine": row.id == viewer,
        "thumbnail": pictures.get(row.media_ids[0]) if row.media_ids else None,
        "media_count": len(row.media_ids),
        "like_count": row.like_count,
        "comment_count": row.comment_count,
        "is_liked": row.is_liked,
        "is_bookmarked": row.is_bookmarked,
        "created_at": row.created_at,
        "edited_at": row.edited_at,
    }


async def get_post(context: Context, post_id: UUID) -> Post:
    """Return a post.

    Raises:
        PostNotFound: not there, or not visible to the caller.
    """
    viewer = context.caller.member_id
    row = await repository.get_post(context.session, post_id, viewer=viewer)
    if row is None:
        raise PostNotFound
    pictures = await media.views(context, [row.photo_media_id, *row.media_ids])
    return Post(
        **_summary(row, viewer=viewer, pictures=pictures),
        body=row.body,
        media=[pictures[media_id] for media_id in row.media_ids if media_id in pictures],
        bookmark_count=row.bookmark_count,
    )


async def hide_post(context: Context, post_id: UUID) -> None:
    """Never show the caller this post again; repeated, it changes nothing.

    Raises:
        PostNotFound: not there, or not visible to the caller.
        OwnPost: it is the caller's.
    """
    caller_id = context.caller.member_id
    author_id = await repository.get_author(context.session, post_id, viewer=caller_id)
    if author_id is None:
        raise PostNotFound
    if author_id == caller_id:
        raise OwnPost
    await repository.hide_post(context.session, post_id, member_id=caller_id)


async def like_post(context: Context, post_id: UUID) -> None:
    """Like a post; its author is told the first time only.

    Raises:
        PostNotFound: not there, or not visible to the caller.
    """
    caller_id = context.caller.member_id
    await context.limiter.hit(MARKS, str(caller_id))
    post = await require_post(context, post_id)
    if not await repository.add_mark(context.session, post_id, member_id=caller_id, mark=PostLike):
        return
    if post.author_id != caller_id:
        await notifications.notify(
            context,
            member_id=post.author_id,
            kind=NotificationKind.POST_LIKED,
            actor_id=caller_id,
            data={"post_id": str(post_id)},
            dedup_key=f"post_liked:{post_id}:{caller_id}",
        )
    await repository.count_mark(context.session, post_id, PostLike)


async def bookmark_post(context: Context, post_id: UUID) -> None:
    """Keep a post for later; nobody is told.

    Raises:
        PostNotFound: not there, or not visible to the caller.
    """
    caller_id = context.caller.member_id
    await context.limiter.hit(MARKS, str(caller_id))
    await require_post(context, post_id)
    if await repository.add_mark(context.session, post_id, member_id=caller_id, mark=PostBookmark):
        await repository.count_mark(context.session, post_id, PostBookmark)


async def unmark_post(context: Context, post_id: UUID, mark: Mark) -> None:
    """Take a like or bookmark back; without one nothing happens."""
    await repository.remove_mark(context.session, post_id, member_id=context.caller.member_id, mark=mark)


async def require_post(context: Context, post_id: UUID) -> AnyRow:
    """Return (id, author_id, anonymous, title, body) of a post.

    Raises:
        PostNotFound: not there, or not visible to the caller.
    """
    post = await repository.get_heading(context.session, post_id, viewer=context.caller.member_id)
    if post is None:
        raise PostNotFound
    return post


async def readable_post(context: Context, post_id: UUID) -> tuple[str, str]:
    """Return title and text of a post that the caller may read.

    Raises:
        PostNotFound: not there, or not visible to the caller.
    """
    post = await require_post(context, post_id)
    return post.title, post.body


async def readable_comment(context: Context, comment_id: UUID) -> str:
    """Return the text of a comment that the caller may read.

    Raises:
        CommentNotFound: not there, or it or its post is not visible to the caller.
    """
    comment = await comment_repository.get_shown(context.session, comment_id, viewer=context.caller.member_id)
    if comment is None:
        raise CommentNotFound
    body: str = comment.body
    return body


async def report_evidence(context: Context, kind: ReportTarget, target_id: UUID) -> dict[str, Any]:
    """Return what a post or comment says at this moment, and who wrote it, for moderators' eyes only.

    Neither a block in between nor having hidden the post hinders a report.

    Raises:
        PostNotFound: no such post, or hidden from the caller by anything else.
        CommentNotFound: no such comment, or hidden from the caller by anything else.
    """
    viewer = context.caller.member_id
    if kind == ReportTarget.COMMENT:
        comment = await comment_repository.get_reportable(context.session, target_id, viewer=viewer)
        if comment is None:
            raise CommentNotFound
        return {
            "author_id": str(comment.author_id),
            "anonymous": comment.anonymous,
            "post_id": str(comment.post_id),
            "body": comment.body,
        }
    post = await repository.get_reportable(context.session, target_id, viewer=viewer)
    if post is None:
        raise PostNotFound
    return {
        "author_id": str(post.author_id),
        "anonymous": post.anonymous,
        "board": post.board,
        "title": post.title,
        "body": post.body,
        "media_ids": [str(media_id) for media_id in post.media_ids],
    }

"""Rules of comments: one level of replies, aliases for the anonymous, and who is told."""

from collections.abc import Sequence
from uuid import UUID

from dife.community import comment_repository as repository
from dife.community import repository as posts
from dife.community import service
from dife.community.authors import Pictures, author_of
from dife.community.errors import CommentNotFound, NotAuthor
from dife.community.schemas import COMMENT_LENGTH, CommentView, CreateComment, EditComment, OwnComment, PostReference
from dife.community.writing import fingerprint_of
from dife.context import Context
from dife.database import AnyRow
from dife.errors import IdempotencyMismatch, InvalidField
from dife.kit.ids import new_id
from dife.kit.languages import detect_language
from dife.kit.pagination import split_page
from dife.kit.rate_limits import RateLimit
from dife.kit.schema import Page
from dife.kit.text import clean
from dife.media import service as media
from dife.models import NotificationKind
from dife.notifications import service as notifications
from dife.notifications.service import NewNotification

COMMENTS = RateLimit("comment", 30, 60)


async def list_comments(context: Context, post_id: UUID, *, cursor: str | None, limit: int) -> Page[CommentView]:
    """Return a post's comments, each followed by its replies, the oldest first.

    Raises:
        PostNotFound: not there, or not visible to the caller.
    """
    await service.require_post(context, post_id)
    scope = f"comments:{post_id}"
    key = context.cursors.decode(scope, cursor)
    after = (UUID(str(key[0])), UUID(str(key[1]))) if key else None
    viewer = context.caller.member_id
    rows = await repository.list_comments(context.session, post_id, viewer=viewer, after=after, limit=limit + 1)
    page, next_cursor = split_page(
        rows,
        limit=limit,
        cursor_of=lambda row: context.cursors.encode(
            scope, [str(row.parent_id or row.comment_id), str(row.comment_id)]
        ),
    )
    return Page(items=await _views(context, page), next_cursor=next_cursor)


async def list_own(context: Context, *, cursor: str | None, limit: int) -> Page[OwnComment]:
    """Return the caller's comments, the newest first, each with its post."""
    scope = "comments:own"
    key = context.cursors.decode(scope, cursor)
    before = UUID(str(key[0])) if key else None
    viewer = context.caller.member_id
    rows = await repository.list_own(context.session, viewer, before=before, limit=limit + 1)
    page, next_cursor = split_page(
        rows, limit=limit, cursor_of=lambda row: context.cursors.encode(scope, [str(row.comment_id)])
    )
    seen = await repository.posts_of(context.session, [row.post_id for row in page], viewer=viewer)
    references = {row.id: PostReference(id=row.id, board=row.board, title=row.title) for row in seen}
    views = await _views(context, page)
    return Page(
        items=[OwnComment(comment=view, post=references.get(view.post_id)) for view in views], next_cursor=next_cursor
    )


async def _views(context: Context, rows: Sequence[AnyRow]) -> list[CommentView]:
    named = [row for row in rows if row.is_shown and not row.anonymous]
    photos = await media.views(context, [row.photo_media_id for row in named])
    viewer = context.caller.member_id
    return [_view(row, viewer=viewer, photos=photos) for row in rows]


def _view(row: AnyRow, *, viewer: UUID, photos: Pictures) -> CommentView:
    shown = row.is_shown
    return CommentView(
        id=row.comment_id,
        post_id=row.post_id,
        parent_id=row.parent_id,
        author=author_of(row, alias=row.alias, pictures=photos) if shown else None,
        body=row.body if shown else None,
        language=row.language if shown else None,
        is_mine=shown and row.id == viewer,
        like_count=row.like_count if shown else 0,
        is_liked=shown and row.is_liked,
        created_at=row.created_at,
        edited_at=row.edited_at if shown else None,
    )


async def _one(context: Context, comment_id: UUID) -> CommentView:
    row = await repository.get_view(context.session, comment_id, viewer=context.caller.member_id)
    return (await _views(context, [row]))[0]


async def create_comment(context: Context, post_id: UUID, data: CreateComment) -> tuple[CommentView, bool]:
    """Comment on a post; repeated with the same `client_id`, return the first comment. Tells whether it is new.

    Raises:
        PostNotFound: not there, or not visible to the caller.
        CommentNotFound: the comment to reply to is not there, or not visible to the caller.
        InvalidField: the text breaks a rule, or it would be a reply to a reply.
        IdempotencyMismatch: the `client_id` stands for another comment.
        RateLimited: thirty comments in a minute.
    """
    author_id = context.caller.member_id
    post = await service.require_post(context, post_id)
    body = _body(data.body)
    fingerprint = fingerprint_of(post_id, data.parent_id, body, data.anonymous)
    parent = None
    if data.parent_id is not None:
        # What it answers may be gone by now, so a repeat is recognised before anybody looks for it.
        if (first := await _created(context, data, fingerprint)) is not None:
            return first, False
        parent = await _parent(context, post_id, data.parent_id)
    comment_id = new_id()
    values = {
        "id": comment_id,
        "post_id": post_id,
        "parent_id": data.parent_id,
        "author_id": author_id,
        "client_id": data.client_id,
        "fingerprint": fingerprint,
        "body": body,
        "language": await detect_language(body),
        "anonymous": data.anonymous,
    }
    if not await repository.insert_comment(context.session, values):
        first = await _created(context, data, fingerprint)
        if first is None:
            raise IdempotencyMismatch
        return first, False
    await context.limiter.hit(COMMENTS, str(author_id))
    await _tell(context, comment_id, post=post, parent=parent, anonymous=data.anonymous)
    # From here on the post is locked: the count is right, and no two take the same alias.
    await posts.count_comments(context.session, post_id, 1)
    if data.anonymous:
        is_author = post.anonymous and post.author_id == author_id
        await repository.take_alias(context.session, post_id, member_id=author_id, is_author=is_author)
    return await _one(context, comment_id), True


async def _created(context: Context, data: CreateComment, fingerprint: bytes) -> CommentView | None:
    first = await repository.get_created(context.session, context.caller.member_id, data.client_id)
    if first is None:
        return None
    if first.fingerprint != fingerprint:
        raise IdempotencyMismatch
    return await _one(context, first.id)


def _body(body: str) -> str:
    return clean(body, field="body", minimum=1, maximum=COMMENT_LENGTH)


async def _parent(context: Context, post_id: UUID, parent_id: UUID) -> AnyRow:
    parent = await repository.get_shown(context.session, parent_id, viewer=context.caller.member_id)
    if parent is None or parent.post_id != post_id:
        raise CommentNotFound
    if parent.parent_id is not None:
        raise InvalidField("parent_id", "reply_to_reply")
    return parent


async def _tell(context: Context, comment_id: UUID, *, post: AnyRow, parent: AnyRow | None, anonymous: bool) -> None:
    """Tell whom it answers: the author of the comment, and of the post; each once, and never who wrote it."""
    caller_id = context.caller.member_id
    told = {post.author_id: NotificationKind.POST_COMMENTED}
    if parent is not None and (
        parent.author_id == post.author_id or await posts.can_see(context.session, post.id, viewer=parent.author_id)
    ):
        told[parent.author_id] = NotificationKind.COMMENT_REPLIED
    told.pop(caller_id, None)
    news = [
        NewNotification(
            member_id=member_id,
            kind=kind,
            actor_id=None if anonymous else caller_id,
            data={"post_id": str(post.id), "comment_id": str(comment_id)},
            dedup_key=f"comment:{comment_id}",
        )
        for member_id, kind in told.items()
    ]
    await notifications.notify_many(context, news)


async def edit_comment(context: Context, comment_id: UUID, data: EditComment) -> CommentView:
    """Change one's own comment.

    Raises:
        CommentNotFound: not there, or not visible to the caller.
        NotAuthor: it is somebody else's.
        InvalidField: the text breaks a rule.
    """
    author_id = context.caller.member_id
    body = _body(data.body)
    values = {"body": body, "language": await detect_language(body), "edited_at": context.clock.now()}
    if not await repository.edit_own(context.session, comment_id, author_id=author_id, values=values):
        await _refuse(context, comment_id)
    return await _one(context, comment_id)


async def delete_comment(context: Context, comment_id: UUID) -> None:
    """Delete one's own comment; repeated, it changes nothing. Its replies stay, under a placeholder.

    Raises:
        CommentNotFound: not there, or not visible to the caller.
        NotAuthor: it is somebody else's.
    """
    author_id, now = context.caller.member_id, context.clock.now()
    post_id = await repository.delete_own(context.session, comment_id, author_id=author_id, now=now)
    if post_id is not None:
        await posts.count_comments(context.session, post_id, -1)
    elif not await repository.is_own(context.session, comment_id, author_id=author_id):
        await _refuse(context, comment_id)


async def _refuse(context: Context, comment_id: UUID) -> None:
    await service.readable_comment(context, comment_id)
    raise NotAuthor


async def like_comment(context: Context, comment_id: UUID) -> None:
    """Like a comment; its author is told the first time only.

    Raises:
        CommentNotFound: not there, or it or its post is not visible to the caller.
    """
    caller_id = context.caller.member_id
    await context.limiter.hit(service.MARKS, str(caller_id))
    comment = await repository.get_shown(context.session, comment_id, viewer=caller_id)
    if comment is None:
        raise CommentNotFound
    if not await repository.add_like(context.session, comment_id, member_id=caller_id):
        return
    if comment.author_id != caller_id:
        await notifications.notify(
            context,
            member_id=comment.author_id,
            kind=NotificationKind.COMMENT_LIKED,
            actor_id=caller_id,
            data={"post_id": str(comment.post_id), "comment_id": str(comment_id)},
            dedup_key=f"comment_liked:{comment_id}:{caller_id}",
        )
    await repository.count_like(context.session, comment_id)


async def unlike_comment(context: Context, comment_id: UUID) -> None:
    """Take a like back; without one nothing happens."""
    await repository.remove_like(context.session, comment_id, member_id=context.caller.member_id)

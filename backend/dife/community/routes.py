"""Routes of the community."""

from uuid import UUID

from litestar import Response, Router, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody

from dife.community import comments, service, writing
from dife.community.schemas import (
    BoardFilter,
    Boards,
    CommentView,
    CreateComment,
    CreatePost,
    EditComment,
    EditPost,
    OwnComment,
    Post,
    PostSummary,
    Query,
)
from dife.http.guards import verified_member
from dife.http.request import RequestContext
from dife.kit.pagination import DEFAULT_LIMIT, Cursor, Limit
from dife.kit.schema import Page
from dife.models import PostBookmark, PostLike


@get("/boards", operation_id="list_boards", guards=[verified_member])
async def list_boards(context: RequestContext) -> Boards:
    """Return the boards, each with its three newest posts."""
    return await service.boards(context)


@get("/posts", operation_id="list_posts", guards=[verified_member])
async def list_posts(
    context: RequestContext,
    *,
    board: BoardFilter = None,
    q: Query = "",
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[PostSummary]:
    """Return posts, the newest first; `q` finds words, also inside longer Korean, Japanese and Chinese ones."""
    return await service.list_posts(context, board=board, query=q, cursor=cursor, limit=limit)


@post("/posts", operation_id="create_post", guards=[verified_member])
async def create_post(context: RequestContext, data: JSONBody[CreatePost]) -> Response[Post]:
    """Write a post; 200 instead of 201 when the `client_id` was used for it before."""
    created, is_new = await writing.create_post(context, data)
    return Response(created, status_code=201 if is_new else 200)


@get("/posts/{post_id:uuid}", operation_id="get_post", guards=[verified_member])
async def get_post(context: RequestContext, post_id: FromPath[UUID]) -> Post:
    """Return a post, whole."""
    return await service.get_post(context, post_id)


@patch("/posts/{post_id:uuid}", operation_id="edit_post", guards=[verified_member])
async def edit_post(context: RequestContext, post_id: FromPath[UUID], data: JSONBody[EditPost]) -> Post:
    """Change one's own post."""
    return await writing.edit_post(context, post_id, data)


@delete("/posts/{post_id:uuid}", operation_id="delete_post", guards=[verified_member])
async def delete_post(context: RequestContext, post_id: FromPath[UUID]) -> None:
    """Delete one's own post."""
    await writing.delete_post(context, post_id)


@post("/posts/{post_id:uuid}/hide", operation_id="hide_post", status_code=204, guards=[verified_member])
async def hide_post(context: RequestContext, post_id: FromPath[UUID]) -> None:
    """Never show the caller this post again; that cannot be undone."""
    await service.hide_post(context, post_id)


@put("/posts/{post_id:uuid}/like", operation_id="like_post", status_code=204, guards=[verified_member])
async def like_post(context: RequestContext, post_id: FromPath[UUID]) -> None:
    """Like a post."""
    await service.like_post(context, post_id)


@delete("/posts/{post_id:uuid}/like", operation_id="unlike_post", guards=[verified_member])
async def unlike_post(context: RequestContext, post_id: FromPath[UUID]) -> None:
    """Take a like back."""
    await service.unmark_post(context, post_id, PostLike)


@put("/posts/{post_id:uuid}/bookmark", operation_id="bookmark_post", status_code=204, guards=[verified_member])
async def bookmark_post(context: RequestContext, post_id: FromPath[UUID]) -> None:
    """Keep a post for later."""
    await service.bookmark_post(context, post_id)


@delete("/posts/{post_id:uuid}/bookmark", operation_id="unbookmark_post", guards=[verified_member])
async def unbookmark_post(context: RequestContext, post_id: FromPath[UUID]) -> None:
    """Keep a post no longer."""
    await service.unmark_post(context, post_id, PostBookmark)


@get("/posts/{post_id:uuid}/comments", operation_id="list_comments", guards=[verified_member])
async def list_comments(
    context: RequestContext, post_id: FromPath[UUID], *, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[CommentView]:
    """Return a post's comments, each followed by its replies, the oldest first."""
    return await comments.list_comments(context, post_id, cursor=cursor, limit=limit)


@post("/posts/{post_id:uuid}/comments", operation_id="create_comment", guards=[verified_member])
async def create_comment(
    context: RequestContext, post_id: FromPath[UUID], data: JSONBody[CreateComment]
) -> Response[CommentView]:
    """Comment on a post; 200 instead of 201 when the `client_id` was used for it before."""
    created, is_new = await comments.create_comment(context, post_id, data)
    return Response(created, status_code=201 if is_new else 200)


@patch("/comments/{comment_id:uuid}", operation_id="edit_comment", guards=[verified_member])
async def edit_comment(context: RequestContext, comment_id: FromPath[UUID], data: JSONBody[EditComment]) -> CommentView:
    """Change one's own comment."""
    return await comments.edit_comment(context, comment_id, data)


@delete("/comments/{comment_id:uuid}", operation_id="delete_comment", guards=[verified_member])
async def delete_comment(context: RequestContext, comment_id: FromPath[UUID]) -> None:
    """Delete one's own comment."""
    await comments.delete_comment(context, comment_id)


@put("/comments/{comment_id:uuid}/like", operation_id="like_comment", status_code=204, guards=[verified_member])
async def like_comment(context: RequestContext, comment_id: FromPath[UUID]) -> None:
    """Like a comment."""
    await comments.like_comment(context, comment_id)


@delete("/comments/{comment_id:uuid}/like", operation_id="unlike_comment", guards=[verified_member])
async def unlike_comment(context: RequestContext, comment_id: FromPath[UUID]) -> None:
    """Take a like back."""
    await comments.unlike_comment(context, comment_id)


@get("/me/posts", operation_id="list_my_posts", guards=[verified_member])
async def list_my_posts(
    context: RequestContext, *, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[PostSummary]:
    """Return the caller's posts, the newest first."""
    return await service.list_own(context, cursor=cursor, limit=limit)


@get("/me/comments", operation_id="list_my_comments", guards=[verified_member])
async def list_my_comments(
    context: RequestContext, *, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[OwnComment]:
    """Return the caller's comments, the newest first."""
    return await comments.list_own(context, cursor=cursor, limit=limit)


@get("/me/likes", operation_id="list_my_likes", guards=[verified_member])
async def list_my_likes(
    context: RequestContext, *, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[PostSummary]:
    """Return the posts that the caller likes, the like given last first."""
    return await service.list_marked(context, PostLike, cursor=cursor, limit=limit)


@get("/me/bookmarks", operation_id="list_my_bookmarks", guards=[verified_member])
async def list_my_bookmarks(
    context: RequestContext, *, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[PostSummary]:
    """Return the posts that the caller has bookmarked, the bookmark made last first."""
    return await service.list_marked(context, PostBookmark, cursor=cursor, limit=limit)


router = Router(
    "/",
    route_handlers=[
        list_boards,
        list_posts,
        create_post,
        get_post,
        edit_post,
        delete_post,
        hide_post,
        like_post,
        unlike_post,
        bookmark_post,
        unbookmark_post,
        list_comments,
        create_comment,
        edit_comment,
        delete_comment,
        like_comment,
        unlike_comment,
        list_my_posts,
        list_my_comments,
        list_my_likes,
        list_my_bookmarks,
    ],
    tags=["community"],
)

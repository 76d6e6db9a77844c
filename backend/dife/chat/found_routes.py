"""Routes of messages outside of their rooms: finding them, and keeping them."""

from typing import Annotated
from uuid import UUID

from litestar import Router, delete, get, put
from litestar.params import FromPath, QueryParameter

from dife.chat import bookmarks, presence, search
from dife.chat.schemas import FoundMessage, PresenceView
from dife.http.guards import member
from dife.http.request import RequestContext
from dife.kit.pagination import DEFAULT_LIMIT, Cursor, Limit
from dife.kit.schema import Page

Words = Annotated[
    str, QueryParameter(max_length=400, description="Words that the message has, at most 100 characters.")
]
InRoom = Annotated[UUID | None, QueryParameter(description="Only messages of this room.")]

_BOOKMARK = "/rooms/{room_id:uuid}/messages/{message_id:uuid}/bookmark"


@get("/messages/search", operation_id="search_messages", guards=[member])
async def search_messages(
    context: RequestContext, q: Words, room_id: InRoom = None, *, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[FoundMessage]:
    """Find messages by their words, in one room or in all of the caller's, the newest first."""
    return await search.find(context, q=q, room_id=room_id, limit=limit, cursor=cursor)


@put(_BOOKMARK, operation_id="bookmark_message", status_code=204, guards=[member])
async def bookmark_message(context: RequestContext, room_id: FromPath[UUID], message_id: FromPath[UUID]) -> None:
    """Keep a message."""
    await bookmarks.add(context, room_id, message_id)


@delete(_BOOKMARK, operation_id="unbookmark_message", guards=[member])
async def unbookmark_message(context: RequestContext, room_id: FromPath[UUID], message_id: FromPath[UUID]) -> None:
    """Keep a message no longer."""
    await bookmarks.remove(context, room_id, message_id)


@get("/presence", operation_id="list_presence", guards=[member])
async def list_presence(context: RequestContext) -> list[PresenceView]:
    """Tell who of those with whom the caller has a conversation of two is here, and when the others were last seen."""
    return await presence.list_presence(context)


@get("/me/message-bookmarks", operation_id="list_message_bookmarks", guards=[member])
async def list_message_bookmarks(
    context: RequestContext, room_id: InRoom = None, *, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[FoundMessage]:
    """List the caller's bookmarked messages, of one room or of all, the one marked last first."""
    return await bookmarks.list_own(context, room_id=room_id, limit=limit, cursor=cursor)


router = Router(
    "/",
    route_handlers=[search_messages, bookmark_message, unbookmark_message, list_message_bookmarks, list_presence],
    tags=["chat"],
)

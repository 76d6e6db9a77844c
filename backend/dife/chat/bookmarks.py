"""Messages that a member keeps for later."""

from datetime import datetime
from uuid import UUID

from dife.chat import bookmark_repository
from dife.chat.errors import MessageDeleted, TooManyBookmarks
from dife.chat.messages import require_row
from dife.chat.places import require_place
from dife.chat.schemas import FoundMessage
from dife.chat.search import found_messages
from dife.context import Context
from dife.kit.pagination import split_page
from dife.kit.schema import Page

MAX_BOOKMARKS = 5000


async def add(context: Context, room_id: UUID, message_id: UUID) -> None:
    """Keep a message; repeated, it changes nothing.

    Raises:
        RoomNotFound, MessageNotFound: not there, or not the caller's to see.
        MessageDeleted: it was deleted.
        TooManyBookmarks: the caller has five thousand.
    """
    await require_place(context, room_id)
    row = await require_row(context, room_id, message_id)
    if row.deleted_at is not None:
        raise MessageDeleted
    if await bookmark_repository.count(context.session, context.caller.member_id) >= MAX_BOOKMARKS:
        raise TooManyBookmarks
    await bookmark_repository.add(context.session, context.caller.member_id, row)


async def remove(context: Context, room_id: UUID, message_id: UUID) -> None:
    """Keep a message no longer, also one of a room that was left."""
    await bookmark_repository.remove(context.session, context.caller.member_id, room_id=room_id, message_id=message_id)


async def list_own(context: Context, *, room_id: UUID | None, limit: int, cursor: str | None) -> Page[FoundMessage]:
    """Return the caller's bookmarked messages, the one marked last first; not those of rooms that they left."""
    caller_id = context.caller.member_id
    scope = f"message_bookmarks:{caller_id}:{room_id}"
    key = context.cursors.decode(scope, cursor)
    rows = await bookmark_repository.list_own(
        context.session,
        caller_id,
        room_id=room_id,
        before=(datetime.fromisoformat(str(key[0])), UUID(str(key[1]))) if key else None,
        limit=limit + 1,
    )
    page, next_cursor = split_page(
        rows,
        limit=limit,
        cursor_of=lambda row: context.cursors.encode(scope, [row.marked_at.isoformat(), str(row.id)]),
    )
    return Page(items=await found_messages(context, page), next_cursor=next_cursor)

"""Finding messages by their words, in one room or in all of the caller's."""

from uuid import UUID

from dife.chat import search_repository
from dife.chat.events import render_messages
from dife.chat.indexing import room_token
from dife.chat.places import require_place
from dife.chat.schemas import FoundMessage
from dife.context import Context
from dife.database import AnyRow
from dife.kit.pagination import split_page
from dife.kit.rate_limits import RateLimit
from dife.kit.schema import Page
from dife.kit.text import clean, query_vector
from dife.members import service as members

QUERY_LENGTH = 100
SEARCHES = RateLimit("message_search", 60, 60)


async def find(context: Context, *, q: str, room_id: UUID | None, limit: int, cursor: str | None) -> Page[FoundMessage]:
    """Return messages that have all the words, the newest first.

    Raises:
        InvalidField: nothing to look for, or more than a hundred characters.
        RoomNotFound: no such room, or the caller is not in it.
        RateLimited: sixty searches in a minute.
    """
    caller_id = context.caller.member_id
    terms = query_vector(clean(q, field="q", minimum=1, maximum=QUERY_LENGTH))
    await context.limiter.hit(SEARCHES, str(caller_id))
    if room_id is not None:
        await require_place(context, room_id)
    room_ids = [room_id] if room_id else await search_repository.list_room_ids(context.session, caller_id)
    scope = f"message_search:{caller_id}:{room_id}:{terms}"
    key = context.cursors.decode(scope, cursor)
    if terms is None:
        return Page(items=[], next_cursor=None)
    rows = await search_repository.find(
        context.session,
        caller_id,
        queries=[f"'{room_token(each)}' & ({terms})" for each in room_ids],
        before=UUID(str(key[0])) if key else None,
        limit=limit + 1,
    )
    page, next_cursor = split_page(
        rows, limit=limit, cursor_of=lambda row: context.cursors.encode(scope, [str(row.id)])
    )
    return Page(items=await found_messages(context, page), next_cursor=next_cursor)


async def found_messages(context: Context, rows: list[AnyRow]) -> list[FoundMessage]:
    """Make views of messages outside of their rooms: each with who sent it."""
    cards = await members.room_cards(context, {row.sender_id for row in rows})
    views = await render_messages(context, rows)
    return [FoundMessage(message=view, sender=cards.get(view.sender_id)) for view in views]

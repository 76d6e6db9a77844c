"""Under which tokens messages are found: kept as their texts are, and gone when those are."""

from collections.abc import Collection
from uuid import UUID

from dife.chat import search_repository
from dife.context import Context
from dife.kit.text import index_vector


def room_token(room_id: UUID) -> str:
    """Return the token under which all messages of a room are found."""
    # No word begins like this. Only the random half: two rooms with one token would only cost a second look.
    return f"_{room_id.bytes[8:].hex()}"


async def index(context: Context, message_ids: Collection[UUID]) -> None:
    """Make messages findable as they are now; repeated, it changes nothing."""
    rows = await search_repository.lock_texts(context.session, message_ids)
    tokens = [
        {
            "message_id": row.id,
            "room_id": row.room_id,
            "seq": row.seq,
            "search": f"{index_vector(row.body)} '{room_token(row.room_id)}'",
        }
        for row in rows
    ]
    if tokens:
        await search_repository.put_tokens(context.session, tokens)
    if gone := set(message_ids) - {row.id for row in rows}:
        await search_repository.forget_tokens(context.session, gone)

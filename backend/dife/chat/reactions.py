"""Rules of reactions: answering a message with an emoji."""

from typing import Any
from uuid import UUID

from dife.chat import message_repository
from dife.chat.errors import MessageDeleted, TooManyReactions
from dife.chat.events import announce, append_event, render_messages
from dife.chat.messages import lock_message
from dife.chat.schemas import MessageView
from dife.chat.service import find_message
from dife.context import Context
from dife.kit.emojis import canonical_emoji
from dife.kit.rate_limits import RateLimit
from dife.models import RoomEventKind

MAX_EMOJIS = 20
MAX_REACTIONS = 300
"""Of all members together: a message, and so every event about it, stays small."""

REACTING = RateLimit("reactions", 30, 10)


async def add(context: Context, room_id: UUID, message_id: UUID, *, emoji: str) -> MessageView:
    """Answer a message with an emoji; repeated, it changes nothing.

    Raises:
        InvalidField: that is no emoji.
        RoomNotFound, MessageNotFound: not there, or not the caller's to see.
        MessageDeleted: it was deleted.
        TooManyReactions: it has twenty different ones, or three hundred in all.
        RateLimited: thirty in ten seconds.
    """
    emoji = canonical_emoji(emoji, field="emoji")
    await context.limiter.hit(REACTING, str(context.caller.member_id))
    place, row = await lock_message(context, room_id, message_id)
    if row.deleted_at is not None:
        raise MessageDeleted
    reactions = [dict(each) for each in row.reactions]
    mine = str(place.member_id)
    found = next((each for each in reactions if each["emoji"] == emoji), None)
    if found is not None and mine in found["member_ids"]:
        return (await render_messages(context, [row]))[0]
    is_full = found is None and len(reactions) >= MAX_EMOJIS
    if is_full or sum(len(each["member_ids"]) for each in reactions) >= MAX_REACTIONS:
        raise TooManyReactions
    if found is None:
        reactions.append({"emoji": emoji, "member_ids": [mine]})
    else:
        found["member_ids"] = [*found["member_ids"], mine]
    change = _Change(RoomEventKind.REACTION_ADDED, emoji, reactions)
    return await _write(context, room_id, message_id, change=change, head=place.head_seq)


async def remove(context: Context, room_id: UUID, message_id: UUID, *, emoji: str) -> MessageView:
    """Take an emoji back; without it nothing changes.

    Raises:
        InvalidField: that is no emoji.
        RoomNotFound, MessageNotFound: not there, or not the caller's to see.
        RateLimited: thirty in ten seconds.
    """
    emoji = canonical_emoji(emoji, field="emoji")
    await context.limiter.hit(REACTING, str(context.caller.member_id))
    place, row = await lock_message(context, room_id, message_id)
    reactions = _without(row.reactions, emoji, str(place.member_id))
    if reactions == row.reactions:
        return (await render_messages(context, [row]))[0]
    change = _Change(RoomEventKind.REACTION_REMOVED, emoji, reactions)
    return await _write(context, room_id, message_id, change=change, head=place.head_seq)


def _without(reactions: list[dict[str, Any]], emoji: str, member_id: str) -> list[dict[str, Any]]:
    left = [
        {**each, "member_ids": [one for one in each["member_ids"] if one != member_id or each["emoji"] != emoji]}
        for each in reactions
    ]
    return [each for each in left if each["member_ids"]]


class _Change:
    """What happened to a message's reactions, and what they are then."""

    def __init__(self, kind: RoomEventKind, emoji: str, reactions: list[dict[str, Any]]) -> None:
        self.kind = kind
        self.emoji = emoji
        self.reactions = reactions


async def _write(context: Context, room_id: UUID, message_id: UUID, *, change: _Change, head: int) -> MessageView:
    seq = await append_event(
        context.session,
        room_id,
        change.kind,
        actor_id=context.caller.member_id,
        message_id=message_id,
        data={"emoji": change.emoji},
    )
    await message_repository.set_reactions(context.session, message_id, change.reactions, seq=seq)
    await announce(context, room_id, after_seq=head)
    return await find_message(context, message_id)

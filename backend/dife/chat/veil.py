"""What a reader may not see of what is the same for everybody: between two people with a block stands a veil.

An event of somebody on the other side keeps its number and its kind, so that nobody misses a number, and loses
everything else. It is told from the block itself, in both directions, at the moment of reading.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat import veil_repository
from dife.chat.schemas import EventFrame, MessageView, RoomEventView
from dife.context import Context

_HIDDEN = "chat.hidden"


async def hidden_from(context: Context) -> frozenset[UUID]:
    """Return whom the caller does not see, and who does not see them; asked once a request."""
    info: dict[Any, Any] = context.session.info
    if _HIDDEN not in info:
        member_id = context.caller.member_id
        info[_HIDDEN] = (await hidden_from_many(context.session, [member_id])).get(member_id, frozenset())
    hidden: frozenset[UUID] = info[_HIDDEN]
    return hidden


async def hidden_from_many(session: AsyncSession, member_ids: Sequence[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return for each of the members whom they do not see; who sees everybody is missing."""
    found: dict[UUID, set[UUID]] = {}
    for row in await veil_repository.get_hidden(session, member_ids):
        found.setdefault(row.viewer_id, set()).add(row.hidden_id)
    return {member_id: frozenset(hidden) for member_id, hidden in found.items()}


def veil_message(view: MessageView, hidden: AbstractSet[UUID]) -> MessageView:
    """Return a message as somebody sees it who does not see `hidden`: theirs without content, others' without them."""
    if not hidden:
        return view
    if view.sender_id in hidden:
        return msgspec.structs.replace(
            view,
            hidden=True,
            body="",
            media=[],
            files=[],
            reply_to=None,
            reactions=[],
            preview=None,
            edited_at=None,
            deleted_at=None,
        )
    if any(not hidden.isdisjoint(reaction.member_ids) for reaction in view.reactions):
        seen = [
            msgspec.structs.replace(each, member_ids=[one for one in each.member_ids if one not in hidden])
            for each in view.reactions
        ]
        return msgspec.structs.replace(view, reactions=[each for each in seen if each.member_ids])
    return view


def veil_event(view: RoomEventView, hidden: AbstractSet[UUID]) -> RoomEventView:
    """Return an event as somebody sees it who does not see `hidden`."""
    if not hidden:
        return view
    if not hidden.isdisjoint(_people(view)):
        return msgspec.structs.replace(view, hidden=True, actor_id=None, message=None, data={})
    if view.message is not None:
        return msgspec.structs.replace(view, message=veil_message(view.message, hidden))
    return view


def _people(view: RoomEventView) -> set[UUID]:
    """Return whose an event is: who did it, whose message it is about, who came or went."""
    people = {view.actor_id, view.message.sender_id if view.message else None}
    if "member_id" in view.data:
        people.add(UUID(view.data["member_id"]))
    return {one for one in people if one is not None}


class _Message(msgspec.Struct):
    sender_id: UUID
    reactions: list["_Reaction"] = []


class _Reaction(msgspec.Struct):
    member_ids: list[UUID] = []


class _Data(msgspec.Struct):
    member_id: UUID | None = None


class _Event(msgspec.Struct):
    actor_id: UUID | None
    message: _Message | None
    data: _Data


class _Frame(msgspec.Struct):
    """What of an `event` or `read` frame names people."""

    event: _Event | None = None
    member_id: UUID | None = None


_people_decoder = msgspec.json.Decoder(_Frame)
_frame_decoder = msgspec.json.Decoder(EventFrame)


def people_of_frame(payload: bytes | memoryview) -> frozenset[UUID]:
    """Return everybody whom a frame of a room names: only to somebody who does not see one of them it looks different."""
    frame = _people_decoder.decode(payload)
    people = {frame.member_id}
    if frame.event is not None:
        people |= {frame.event.actor_id, frame.event.data.member_id}
        if (message := frame.event.message) is not None:
            people.add(message.sender_id)
            people.update(member_id for reaction in message.reactions for member_id in reaction.member_ids)
    return frozenset(one for one in people if one is not None)


def veil_frame(payload: bytes | memoryview, hidden: AbstractSet[UUID]) -> bytes:
    """Return the frame of an event as somebody gets it who does not see `hidden`."""
    frame = _frame_decoder.decode(payload)
    return msgspec.json.encode(EventFrame(room_id=frame.room_id, event=veil_event(frame.event, hidden)))

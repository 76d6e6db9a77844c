"""Who speaks and acts on a page: its names and faces come with it."""

from collections.abc import Iterable
from uuid import UUID

from dife.chat.schemas import MessageView, RoomEventView
from dife.context import Context
from dife.members import service as members
from dife.members.schemas import MemberCard


async def senders(context: Context, messages: Iterable[MessageView]) -> list[MemberCard]:
    """Return the cards of those who sent the messages, as far as the caller may recognise them."""
    return await _cards(context, {message.sender_id for message in messages if not message.hidden})


async def actors(context: Context, events: Iterable[RoomEventView]) -> list[MemberCard]:
    """Return the cards of everybody whom the events are about, as far as the caller may recognise them."""
    people: set[UUID] = set()
    for event in events:
        people |= {event.actor_id} if event.actor_id else set()
        people |= {event.message.sender_id} if event.message else set()
        people |= {UUID(event.data["member_id"])} if "member_id" in event.data else set()
    return await _cards(context, people)


async def _cards(context: Context, member_ids: set[UUID]) -> list[MemberCard]:
    return list((await members.room_cards(context, member_ids)).values())

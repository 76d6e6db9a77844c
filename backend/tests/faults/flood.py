"""More than a slow reader takes: long messages, written past the API's rate limit, but with the locks it takes."""

import time
from uuid import UUID

from dife.chat.events import read_log
from dife.context import Resources
from dife.database import new_session

from .history import Answer, History, Send
from fixtures.gateway import Rooms
from fixtures.people import Person

BODY = "가" * 2000
"""6,000 bytes."""


AT_ONCE = 20


async def flood(
    resources: Resources, history: History, *, room_id: str, sender: Person, messages: int, publish: bool = True
) -> None:
    """Say `messages` long things, twenty a transaction, with their hints or without."""
    rooms = Rooms(resources)
    for start in range(0, messages, AT_ONCE):
        began, count = time.monotonic(), min(AT_ONCE, messages - start)
        head = await rooms.say(UUID(room_id), sender, count, publish=publish, body=BODY)
        await _note(resources, history, room_id=room_id, sender=sender, first=head + 1 - count, began=began)


async def _note(
    resources: Resources, history: History, *, room_id: str, sender: Person, first: int, began: float
) -> None:
    """Let the history know what was written, as if its sender had been answered."""
    async with new_session(resources.engine) as session:
        views = await read_log(session, resources.store, UUID(room_id), after_seq=first - 1, limit=AT_ONCE)
    for view in views:
        assert view.message is not None
        client_id = str(view.message.client_id)
        answer = Answer(time.monotonic(), 201, str(view.message.id), view.seq)
        history.sends[client_id] = Send(
            room_id, str(sender.id), began, client_id, BODY, is_direct_write=True, answers=[answer]
        )

"""The message that everybody gets: a real event frame of Dife, the same bytes for every server."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from dife.chat.events import encode_event_frame
from dife.chat.schemas import MessageView, RoomEventView
from dife.kit.ids import new_id
from dife.models import RoomEventKind

TEXT = "Shall we meet at the main gate at six, or is half past better for you? 여섯 시에 정문에서 만날까?"


def body_of(number: int) -> str:
    """Return the text of a message, which says which of its room it is and when it was made."""
    return f"{number:08d} {time.monotonic():017.6f} {TEXT}"


class Events:
    """Makes the events of one room."""

    def __init__(self, room_id: UUID) -> None:
        self.room_id = room_id
        self._sender_id = new_id()

    def frame(self, number: int) -> bytes:
        """Return the event of a number; its text says when it was made."""
        fields: dict[str, Any] = {
            "id": new_id(),
            "room_id": self.room_id,
            "seq": number,
            "changed_seq": number,
            "message_no": number,
            "sender_id": self._sender_id,
            "client_id": new_id(),
            "body": body_of(number),
            "created_at": datetime.now(UTC),
            **dict.fromkeys(("edited_at", "deleted_at")),
        }
        known = set(MessageView.__struct_fields__)
        empty: dict[str, Any] = {"media": [], "reactions": [], "reply_to": None}
        # Fields that messages have got since this was written are empty in a plain one.
        fields |= {name: empty.get(name) for name in known - fields.keys()}
        event = RoomEventView(
            room_id=self.room_id,
            seq=number,
            kind=RoomEventKind.MESSAGE_CREATED,
            actor_id=self._sender_id,
            created_at=fields["created_at"],
            message=MessageView(**fields),
            data={},
            hidden=False,
        )
        return encode_event_frame(event)

    def document(self, number: int) -> Any:
        """Return the same as an object."""
        return msgspec.json.decode(self.frame(number))

"""What comes over Valkey. It is never the truth, only a reason to look or a copy of what is in the log."""

from typing import Any
from uuid import UUID

import msgspec

from dife.models import RoomEventKind
from dife.realtime.room import RoomFrame
from dife.realtime.wire import text_frame

ENDS_PLACE = frozenset({RoomEventKind.MEMBER_LEFT, RoomEventKind.MEMBER_REMOVED, RoomEventKind.ROOM_CLOSED})
"""Events after which somebody may hear no more of the room."""

_SEQ_BYTES = 8


class _Event(msgspec.Struct):
    kind: str


class _EventFrame(msgspec.Struct, tag_field="type", tag="event"):
    event: _Event


class _UnnumberedFrame(msgspec.Struct):
    type: str


class SessionsEnded(msgspec.Struct, tag_field="type", tag="sessions_ended"):
    """Log-ins that are over."""

    session_ids: list[UUID]


class MembershipChanged(msgspec.Struct, tag_field="type", tag="room_joined"):
    """The member is in a room from now on."""


class MembershipEnded(msgspec.Struct, tag_field="type", tag="room_left"):
    """The member is no longer in a room."""


class VeilChanged(msgspec.Struct, tag_field="type", tag="veil_changed"):
    """A block of the member's began or ended."""


class RoomChanged(msgspec.Struct, tag_field="type", tag="room_updated"):
    """The hint itself is the frame for the client."""


class NotificationMade(msgspec.Struct, tag_field="type", tag="notification"):
    """The hint itself is the frame for the client."""


class PresenceTold(msgspec.Struct, tag_field="type", tag="presence"):
    """The hint itself is the frame for the client."""


class PresenceSettingChanged(msgspec.Struct, tag_field="type", tag="presence_setting_changed"):
    """The member shows or hides their presence from now on."""


MemberHint = (
    SessionsEnded
    | MembershipChanged
    | MembershipEnded
    | VeilChanged
    | RoomChanged
    | NotificationMade
    | PresenceTold
    | PresenceSettingChanged
)

_event_decoder = msgspec.json.Decoder(_EventFrame)
_unnumbered_decoder = msgspec.json.Decoder(_UnnumberedFrame)
_member_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(MemberHint)


def decode_room_hint(room_id: UUID, hint: bytes) -> RoomFrame:
    """Read a hint about a room: 8 bytes seq (0: the frame has no number), then a frame that is sent on as it is.

    Raises:
        msgspec.MsgspecError: it is something else; nobody must get that.
    """
    seq, payload = int.from_bytes(hint[:_SEQ_BYTES]), hint[_SEQ_BYTES:]
    if seq == 0:
        _unnumbered_decoder.decode(payload)
        return RoomFrame(room_id, seq, text_frame(payload), ends_place=False)
    kind = _event_decoder.decode(payload).event.kind
    return RoomFrame(room_id, seq, text_frame(payload), ends_place=kind in ENDS_PLACE)


def decode_member_hint(hint: bytes) -> MemberHint:
    """Read a hint about a member.

    Raises:
        msgspec.MsgspecError: it is something else.
    """
    decoded: MemberHint = _member_decoder.decode(hint)
    return decoded

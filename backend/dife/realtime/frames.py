"""Every frame on `/ws`: JSON text whose `type` names it. The client's types are generated from `schema()`."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, field

from dife.chat.events import encode_hint
from dife.chat.schemas import EventFrame, PresenceFrame, ReadFrame, TypingFrame
from dife.notifications.schemas import NotificationView
from dife.realtime.close_codes import CloseCode, should_reconnect

MAX_NAMED_ROOMS = 1000

Seq = Annotated[int, Meta(ge=0, le=2**53 - 1, description="A place in a room's event log.")]
RoomPositions = Annotated[
    dict[UUID, Seq], Meta(max_length=MAX_NAMED_ROOMS, description="Room id to the newest seq that the client has.")
]


class ClientFrame(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """What a client sends."""


class ServerFrame(msgspec.Struct, kw_only=True, tag_field="type"):
    """What the gateway sends."""


class Auth(ClientFrame, tag="auth"):
    """Who is there, and what they have. The first frame; later on the same socket it renews the token."""

    token: Annotated[str, Meta(max_length=4096)]
    rooms: RoomPositions = {}


class Ping(ClientFrame, tag="ping"):
    """Still there; sent every 25 seconds."""


class Typing(ClientFrame, tag="typing"):
    """The member writes something in a room; sent again every few seconds while they do."""

    room_id: UUID


class RoomState(msgspec.Struct, kw_only=True):
    """Where a room stands as the socket begins: live events follow `head`, or what the client named if that is less."""

    head: int
    visible_from: int
    read: int


class Ready(ServerFrame, tag="ready"):
    """The socket is authenticated. `rooms` has all rooms of the member: one that is missing is no longer theirs."""

    session_id: UUID
    rooms: dict[UUID, RoomState]


class GapFrame(ServerFrame, tag="gap"):
    """Events `from` to `to` of a room come not on this socket: page them with `GET /rooms/{id}/events`."""

    room_id: UUID
    from_seq: int = field(name="from")
    to_seq: int = field(name="to")


class RoomJoined(ServerFrame, tag="room_joined"):
    """The member is in a room that this socket did not have; its events follow from `visible_from`."""

    room_id: UUID
    head: int
    visible_from: int


class RoomLeft(ServerFrame, tag="room_left"):
    """The member is no longer in the room: nothing comes after `last_seq`."""

    room_id: UUID
    last_seq: int


class RoomUpdated(ServerFrame, tag="room_updated"):
    """A room is another one for this member (muted, pinned): the client asks for it over REST."""

    room_id: UUID


class NotificationFrame(ServerFrame, tag="notification"):
    """A new notification, and how many are unread with it."""

    notification: NotificationView
    unread: int


class Resync(ServerFrame, tag="resync"):
    """What the client has is not what the server has: it drops everything and loads anew over REST."""


class Pong(ServerFrame, tag="pong"):
    """The answer to a ping."""


CLIENT_FRAMES = (Auth, Ping, Typing)
SERVER_FRAMES = (
    Ready,
    EventFrame,
    GapFrame,
    ReadFrame,
    TypingFrame,
    PresenceFrame,
    RoomJoined,
    RoomLeft,
    RoomUpdated,
    NotificationFrame,
    Resync,
    Pong,
)

_client_decoder = msgspec.json.Decoder(Auth | Ping | Typing)
_encoder = msgspec.json.Encoder()


class BadFrame(Exception):
    """Not a frame that the gateway knows."""


def decode_client_frame(data: bytes | bytearray) -> Auth | Ping | Typing:
    """Read a client's frame.

    Raises:
        BadFrame: not JSON, not UTF-8, nested too deeply, of an unknown type, or with a wrong or unknown field.
    """
    try:
        frame: Auth | Ping | Typing = _client_decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise BadFrame from error
    return frame


def encode_typing(frame: TypingFrame) -> bytes:
    """Return the hint that carries the frame to every gateway: it has no number."""
    return encode_hint(0, _encoder.encode(frame))


def encode(frame: ServerFrame) -> bytes:
    """Return the frame as JSON."""
    return _encoder.encode(frame)


def schema() -> dict[str, Any]:
    """Return the contract of the socket as JSON Schema: `ClientFrame` and `ServerFrame` are the two directions."""
    frames = (*CLIENT_FRAMES, *SERVER_FRAMES)
    references, definitions = msgspec.json.schema_components(frames, ref_template="#/$defs/{name}")
    of_client, of_server = list(references[: len(CLIENT_FRAMES)]), list(references[len(CLIENT_FRAMES) :])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frames of Dife's WebSocket",
        "oneOf": [{"$ref": "#/$defs/ClientFrame"}, {"$ref": "#/$defs/ServerFrame"}],
        "$defs": {
            **definitions,
            "ClientFrame": {"title": "ClientFrame", "oneOf": of_client},
            "ServerFrame": {"title": "ServerFrame", "oneOf": of_server},
            "CloseCode": _close_codes(),
        },
    }


def _close_codes() -> dict[str, Any]:
    codes = [
        {
            "const": int(code),
            "title": code.name.lower(),
            "description": code.sentence,
            "x-reconnect": should_reconnect(code),
        }
        for code in CloseCode
    ]
    return {"title": "CloseCode", "description": "Why the gateway closed a socket.", "oneOf": codes}

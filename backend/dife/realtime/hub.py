"""Who on this gateway listens to what: a channel is subscribed for its first local listener and left with its last."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from dife.realtime import metrics
from dife.realtime.broker import Broker
from dife.realtime.close_codes import CloseCode
from dife.realtime.connection import Connection
from dife.realtime.hints import decode_room_hint
from dife.realtime.limits import Limits
from dife.realtime.room import Place, Room
from dife.realtime.window import SendWindow
from dife.valkey import member_channel, room_channel


@dataclass(slots=True, eq=False)
class LocalMember:
    """A member's sockets here. `digest` stands for the rooms that they know of and for `hidden_ids`, whom they do not see."""

    member_id: UUID
    sockets: list[Connection] = field(default_factory=list)
    digest: int | None = None
    hidden_ids: frozenset[UUID] = frozenset()
    is_stale: bool = False
    is_refreshing: bool = False

    @property
    def ready(self) -> list[Connection]:
        """The sockets that were told which rooms there are."""
        return [socket for socket in self.sockets if socket.is_ready and socket.is_open]


RoomCallback = Callable[[Room], None]
IdCallback = Callable[[UUID], None]
MemberCallback = Callable[[LocalMember, bytes], None]


def _ignore(_: UUID) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Who acts on what the hub hears."""

    behind: RoomCallback
    place_ended: RoomCallback
    member_hint: MemberCallback
    came: IdCallback = _ignore
    went: IdCallback = _ignore


class Hub:
    """Sockets, members and rooms."""

    def __init__(self, broker: Broker, window: SendWindow, limits: Limits, callbacks: Callbacks) -> None:  # noqa: PLR0917 - parts
        self._broker = broker
        self._window = window
        self._limits = limits
        self._callbacks = callbacks
        self.sockets: set[Connection] = set()
        self.members: dict[UUID, LocalMember] = {}
        self.rooms: dict[UUID, Room] = {}

    def enter(self, socket: Connection, member_id: UUID) -> LocalMember:
        """Take an authenticated socket in; the oldest goes when there are too many."""
        member = self.members.get(member_id)
        if member is None:
            member = self.members[member_id] = LocalMember(member_id)
            handler = partial(self._callbacks.member_hint, member)
            self._broker.subscribe(member_channel(member_id).encode(), handler)
            self._callbacks.came(member_id)
        member.sockets.append(socket)
        socket.hidden_ids = member.hidden_ids
        if len(member.sockets) > self._limits.sockets_per_member:
            member.sockets.pop(0).close(CloseCode.REPLACED)
        return member

    def leave(self, socket: Connection) -> None:
        """Forget a socket, in every room and as its member's."""
        self.sockets.discard(socket)
        for room_id in list(socket.rooms):
            self.detach(socket, room_id)
        member = self.members.get(socket.member_id) if socket.member_id else None
        if member is None:
            return
        if socket in member.sockets:
            member.sockets.remove(socket)
        if not member.sockets:
            del self.members[member.member_id]
            self._broker.unsubscribe(member_channel(member.member_id).encode())
            self._callbacks.went(member.member_id)

    def veil(self, member: LocalMember, hidden_ids: frozenset[UUID]) -> None:
        """Let a member see everybody but these, on all their sockets."""
        if member.hidden_ids == hidden_ids:
            return
        member.hidden_ids = hidden_ids
        for socket in member.sockets:
            socket.hidden_ids = hidden_ids
            for room in socket.rooms.values():
                room.reveil(socket)

    def attach(self, socket: Connection, room_ids: Iterable[UUID]) -> None:
        """Register a socket for rooms, before anything about them is read. It hears nothing yet."""
        for room_id in room_ids:
            room = self.rooms.get(room_id) or self._open_room(room_id)
            socket.rooms[room_id] = room
            room.wait(socket, Place())

    def detach(self, socket: Connection, room_id: UUID) -> None:
        """Take a socket out of a room."""
        room = socket.rooms.pop(room_id, None)
        if room is None:
            return
        room.remove(socket)
        if room.is_empty and self.rooms.get(room_id) is room:
            del self.rooms[room_id]
            metrics.ROOMS.dec()
            self._broker.unsubscribe(room_channel(room_id).encode())

    async def settled(self) -> None:
        """Wait, not for long, until hints about what was attached arrive."""
        await self._broker.settled(seconds=self._limits.settle_seconds)

    def _open_room(self, room_id: UUID) -> Room:
        room = Room(room_id, self._window, on_behind=self._callbacks.behind, on_place_ended=self._callbacks.place_ended)
        self.rooms[room_id] = room
        metrics.ROOMS.inc()
        self._broker.subscribe(room_channel(room_id).encode(), partial(_on_room_hint, room))
        return room


def _on_room_hint(room: Room, hint: bytes) -> None:
    metrics.HINTS.inc()
    frame = decode_room_hint(room.id, hint)
    if frame.seq:
        room.receive(frame)
    else:
        room.forward(frame.wire)

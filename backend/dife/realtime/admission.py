"""From the auth frame to the first live event, and the renewal of a token on the open socket."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from dife import tracing
from dife.accounts.tokens import AccessClaims, verify_access_token
from dife.chat.service import Membership
from dife.context import Resources
from dife.errors import Unauthenticated
from dife.realtime import metrics
from dife.realtime.close_codes import CloseCode
from dife.realtime.connection import Connection
from dife.realtime.frames import Auth, Ready, Resync, RoomState, Typing
from dife.realtime.hub import Hub
from dife.realtime.limits import Limits
from dife.realtime.log_reader import LogReader
from dife.realtime.places import Places
from dife.realtime.presence import Presence


class Admission:
    """Decides about sockets; implements `connection.Owner`."""

    def __init__(  # noqa: PLR0917 - parts
        self, resources: Resources, hub: Hub, reader: LogReader, places: Places, presence: Presence, limits: Limits
    ) -> None:
        self._resources = resources
        self._hub = hub
        self._reader = reader
        self._places = places
        self._presence = presence
        self._limits = limits

    def opened(self, socket: Connection) -> None:
        """Count a socket."""
        self._hub.sockets.add(socket)
        metrics.SOCKETS.inc()

    def closed(self, socket: Connection) -> None:
        """Forget a socket; it may be told more than once."""
        if socket in self._hub.sockets:
            metrics.SOCKETS.dec()
        self._hub.leave(socket)

    def typing(self, socket: Connection, frame: Typing) -> None:
        """Tell those in the room."""
        self._presence.typing(socket, frame)

    def authenticated(self, socket: Connection, frame: Auth) -> None:
        """Let a socket in, or let it stay longer."""
        resources = self._resources
        try:
            claims = verify_access_token(resources.settings, resources.clock, frame.token)
        except Unauthenticated:
            socket.close(CloseCode.UNAUTHENTICATED)
            return
        if socket.session_id is None:
            _note(socket, claims)
            socket.spawn(self._admit_in_time(socket, frame, claims))
        elif (socket.session_id, socket.member_id) == (claims.session_id, claims.member_id):
            # Whether the session still lives is asked by every sweep anyway.
            _note(socket, claims)
        else:
            socket.close(CloseCode.UNAUTHENTICATED)

    async def _admit_in_time(self, socket: Connection, frame: Auth, claims: AccessClaims) -> None:
        try:
            async with asyncio.timeout(self._limits.admission_seconds):
                await self._admit(socket, frame, claims)
        except TimeoutError:
            socket.close(CloseCode.TRY_AGAIN_LATER)
        except Unauthenticated:
            socket.close(CloseCode.UNAUTHENTICATED)

    async def _admit(self, socket: Connection, frame: Auth, claims: AccessClaims) -> None:
        with tracing.root_span("socket admission"):
            await self._let_in(socket, frame, claims)

    async def _let_in(self, socket: Connection, frame: Auth, claims: AccessClaims) -> None:
        caller = await self._reader.find_caller(claims)
        outline = await self._reader.outline(caller.member_id)
        if not socket.is_open:
            return
        member = self._hub.enter(socket, caller.member_id)
        if member.digest is None:
            self._hub.veil(member, outline.hidden_ids)
        # Registered first and read second: what happens from here on arrives either way.
        new = set(outline.room_ids)
        while True:
            self._hub.attach(socket, new)
            await self._hub.settled()
            places = await self._reader.places(caller.member_id, named=frame.rooms)
            new = places.keys() - socket.rooms.keys()
            if not new:
                break
        self._begin(socket, places, frame.rooms)
        if member.digest is None:
            member.digest = outline.digest
        elif member.digest != outline.digest:
            self._places.refresh(member)

    def _begin(self, socket: Connection, places: Mapping[UUID, Membership], named: Mapping[UUID, int]) -> None:
        """Tell a socket that it is in, and where; it goes live wherever it lacks nothing."""
        for room_id in socket.rooms.keys() - places.keys():
            self._hub.detach(socket, room_id)
        is_ahead = [_take_place(socket, place, named.get(place.room_id)) for place in places.values()]
        socket.send(_ready(socket, places))
        socket.is_ready = True
        if any(is_ahead):
            socket.send(Resync())
        replay = self._places.replay
        waiting = [room_id for room_id in places if not replay.settle(socket, room_id)]
        if waiting:
            socket.spawn(replay.catch_up(socket, waiting, budget=self._limits.replay_events))


def _note(socket: Connection, claims: AccessClaims) -> None:
    socket.session_id, socket.member_id, socket.expires_at = claims.session_id, claims.member_id, claims.expires_at


def _take_place(socket: Connection, membership: Membership, position: int | None) -> bool:
    """Set where a socket begins in a room; tells whether the client claims more than the log has."""
    room = socket.rooms[membership.room_id]
    room.load(membership.head_seq)
    room.note_head(membership.head_seq)
    live_seq = room.seq or 0
    head = max(membership.head_seq, live_seq)
    place = room.waiting[socket]
    if place.end is None:
        place.end = membership.left_seq
    if position is None:
        place.next = live_seq + 1
        return False
    place.next = max(min(position, head) + 1, membership.visible_from)
    return position > head


def _ready(socket: Connection, places: Mapping[UUID, Membership]) -> Ready:
    assert socket.session_id is not None  # noqa: S101 - for mypy; the socket was let in with it
    states = {
        room_id: RoomState(
            head=_head(socket, room_id, place.head_seq), visible_from=place.visible_from, read=place.read_seq
        )
        for room_id, place in places.items()
        if place.left_seq is None
    }
    return Ready(session_id=socket.session_id, rooms=states)


def _head(socket: Connection, room_id: UUID, logged: int) -> int:
    """Return the seq after which live events follow, or the log's end for a client that has more than that."""
    room = socket.rooms[room_id]
    place, live_seq = room.waiting[socket], room.seq or 0
    return live_seq if place.next == live_seq + 1 else max(logged, live_seq)

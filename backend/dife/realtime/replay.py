"""What one socket missed: read from the log in pages, at the pace of its reader, until it can go live."""

import asyncio
from collections.abc import Callable, Iterable
from uuid import UUID

from dife.chat.service import LogSpan
from dife.realtime import metrics
from dife.realtime.connection import Connection
from dife.realtime.frames import GapFrame, RoomLeft
from dife.realtime.hub import Hub
from dife.realtime.limits import Limits
from dife.realtime.log_reader import LogReader
from dife.realtime.room import Place, Room, RoomFrame
from dife.realtime.veil import veiled

_BYTES_AT_ONCE = 64 * 1024
_WAIT_SECONDS = 0.01
_MAX_WAIT_SECONDS = 0.5


class Replay:
    """Brings sockets up to date."""

    def __init__(self, hub: Hub, reader: LogReader, limits: Limits, *, on_left: Callable[[UUID], None]) -> None:
        self._hub = hub
        self._reader = reader
        self._limits = limits
        self._on_left = on_left

    async def catch_up(self, socket: Connection, room_ids: Iterable[UUID], *, budget: int) -> None:
        """Send what is missing of these rooms, at most `budget` events of it and the rest as gaps; then they are live."""
        waiting = set(room_ids)
        pause = _WAIT_SECONDS
        while waiting := {room_id for room_id in waiting if not self.settle(socket, room_id)}:
            spans = self._spans(socket, waiting)
            if budget <= 0:
                for span in spans:
                    _skip(socket, span.room_id, upto=span.upto_seq)
            elif spans:
                budget -= await self._send_page(socket, _first(spans, min(budget, self._limits.replay_page)))
            if spans:
                pause = _WAIT_SECONDS
            else:
                # The socket knows more than this gateway does yet: the rooms are reading what it has already.
                await asyncio.sleep(pause)
                pause = min(_MAX_WAIT_SECONDS, pause * 2)

    def settle(self, socket: Connection, room_id: UUID) -> bool:
        """Let the socket go live in a room, or leave it, if it has all that comes before; tells whether it is done."""
        room = socket.rooms.get(room_id)
        place = room.waiting.get(socket) if room else None
        if room is None or place is None or place.next is None:
            return True
        if place.end is not None and place.next > place.end:
            socket.send(RoomLeft(room_id=room_id, last_seq=place.end))
            socket.left[room_id] = place.end
            self._hub.detach(socket, room_id)
            # They may have come back while they were still being told that they had left.
            if socket.member_id is not None:
                self._on_left(socket.member_id)
            return True
        return room.join(socket)

    def _spans(self, socket: Connection, room_ids: Iterable[UUID]) -> list[LogSpan]:
        """Return what is to be read, the rooms that lack least first: so most of them are whole if not all can be."""
        spans = []
        for room_id in room_ids:
            room, place = _waiting(socket, room_id)
            upto = _last_of(room, place)
            if place.next is not None and place.next <= upto:
                spans.append(LogSpan(room_id, place.next - 1, upto))
            elif place.next is not None:
                room.note_head(place.next - 1)
        return sorted(spans, key=lambda span: span.length)

    async def _send_page(self, socket: Connection, spans: list[LogSpan]) -> int:
        found = await self._reader.events(spans)
        unsent = 0
        for frame in (frame for frames in found.values() for frame in frames):
            if _send_event(socket, frame):
                unsent += len(frame.wire)
            if unsent >= _BYTES_AT_ONCE:
                unsent = 0
                socket.flush()
                await socket.drained()
        await socket.drained()
        for span in spans:
            # The log has no more of these: nothing would come of asking again.
            _skip(socket, span.room_id, upto=span.upto_seq)
        metrics.REPLAYED.inc(sum(map(len, found.values())))
        return sum(span.length for span in spans)


def _first(spans: list[LogSpan], events: int) -> list[LogSpan]:
    """Return the first `events` events of the spans, as spans."""
    chosen = []
    for span in spans:
        if events <= 0:
            break
        chosen.append(span._replace(upto_seq=min(span.upto_seq, span.after_seq + events)))
        events -= chosen[-1].length
    return chosen


def _waiting(socket: Connection, room_id: UUID) -> tuple[Room, Place]:
    room = socket.rooms[room_id]
    return room, room.waiting[socket]


def _last_of(room: Room, place: Place) -> int:
    return place.end if place.end is not None else room.seq or 0


def _send_event(socket: Connection, frame: RoomFrame) -> bool:
    """Send an event of the log if it is the socket's next one; tells whether it went out."""
    room = socket.rooms.get(frame.room_id)
    place = room.waiting.get(socket) if room else None
    if place is None or place.next is None or (place.end is not None and frame.seq > place.end):
        return False
    if frame.seq > place.next:
        _skip(socket, frame.room_id, upto=frame.seq - 1)
    if frame.seq < place.next:
        return False
    socket.push(veiled(frame.wire, socket.hidden_ids) if socket.hidden_ids else frame.wire, 0)
    place.next += 1
    return True


def _skip(socket: Connection, room_id: UUID, *, upto: int) -> None:
    """Send a gap from where the socket stands up to `upto`."""
    room = socket.rooms.get(room_id)
    place = room.waiting.get(socket) if room else None
    if place is not None and place.next is not None and place.next <= upto:
        socket.send(GapFrame(room_id=room_id, from_seq=place.next, to_seq=upto))
        place.next = upto + 1

"""Who may hear what changes: members come into rooms and leave them while their sockets are open."""

from collections.abc import Mapping
from uuid import UUID

from dife.chat.service import Membership
from dife.realtime.background import Background
from dife.realtime.connection import Connection
from dife.realtime.frames import RoomJoined
from dife.realtime.hub import Hub, LocalMember
from dife.realtime.limits import Limits
from dife.realtime.log_reader import LogReader
from dife.realtime.replay import Replay
from dife.realtime.repository import Bounds
from dife.realtime.room import Room


class Places:
    """Keeps the rooms of open sockets what the database says they are."""

    def __init__(self, hub: Hub, reader: LogReader, background: Background, limits: Limits) -> None:  # noqa: PLR0917 - parts
        self._hub = hub
        self._reader = reader
        self._background = background
        self._limits = limits
        self._replay = Replay(hub, reader, limits, on_left=self.refresh_member)

    @property
    def replay(self) -> Replay:
        """Brings sockets up to date."""
        return self._replay

    def refresh_member(self, member_id: UUID) -> None:
        """Look the rooms of a member up again, if they are here."""
        if member := self._hub.members.get(member_id):
            self.refresh(member)

    def refresh(self, member: LocalMember) -> None:
        """Look the rooms of a member up again; what is asked for meanwhile is done in one more go."""
        member.is_stale = True
        if not member.is_refreshing:
            member.is_refreshing = True
            self._background.spawn(self._refresh(member), name="refresh")

    def recheck(self, room: Room) -> None:
        """Look up who left a room with its newest event; until that is known nothing more of it goes out."""
        self._background.spawn(self._recheck(room), name="recheck")

    async def _recheck(self, room: Room) -> None:
        try:
            members = {receiver.member_id for receiver in room.receivers if receiver.member_id}
            found = await self._reader.bounds([room.id], members)
            for receiver in room.receivers:
                # A member without a row was not asked about: they came in meanwhile and read it themselves.
                bounds = found.get((room.id, receiver.member_id)) if receiver.member_id else None
                if bounds is not None and isinstance(receiver, Connection):
                    end = await self._end_of(receiver, room, bounds=bounds)
                    if end is not None:
                        self._cut(receiver, room, end=end)
        finally:
            room.release()

    async def _refresh(self, member: LocalMember) -> None:
        try:
            while member.is_stale and member.sockets:
                member.is_stale = False
                await self._refresh_once(member)
        finally:
            member.is_refreshing = False

    async def _refresh_once(self, member: LocalMember) -> None:
        outline = await self._reader.outline(member.member_id)
        self._hub.veil(member, outline.hidden_ids)
        for socket in member.ready:
            self._hub.attach(socket, set(outline.room_ids) - socket.rooms.keys())
        await self._hub.settled()
        places = await self._reader.places(member.member_id)
        gone = {room_id for socket in member.ready for room_id in socket.rooms.keys() - places.keys()}
        found = await self._reader.bounds(gone, [member.member_id]) if gone else {}
        for socket in member.ready:
            for room_id in gone & socket.rooms.keys():
                await self._end(member, socket, bounds=found.get((room_id, member.member_id)), room_id=room_id)
            self._begin_new(socket, places)
            if places.keys() - socket.rooms.keys():
                member.is_stale = True
        member.digest = outline.digest

    async def _end(self, member: LocalMember, socket: Connection, *, room_id: UUID, bounds: Bounds | None) -> None:
        room = socket.rooms.get(room_id)
        if room is None:
            return
        if bounds is None:
            # Without a row they were never in it.
            self._cut(socket, room, end=room.seq or 0)
            return
        end = await self._end_of(socket, room, bounds=bounds)
        if end is None:
            # They came back a moment ago.
            member.is_stale = True
        elif room_id in socket.rooms:
            self._cut(socket, room, end=end)

    async def _end_of(self, socket: Connection, room: Room, *, bounds: Bounds) -> int | None:
        """Return the last event of a room that a socket may hear.

        Who left and came back while this gateway was not looking sees nothing of what was said in between.
        """
        place = room.waiting.get(socket)
        ahead = place.next if place is not None else room.seq
        if ahead is None or bounds.visible_from <= ahead or socket.member_id is None:
            return bounds.left_seq
        return await self._reader.first_end(room.id, socket.member_id, after=ahead - 1) or bounds.left_seq

    def _begin_new(self, socket: Connection, places: Mapping[UUID, Membership]) -> None:
        for room_id in socket.rooms.keys() & places.keys():
            place = socket.rooms[room_id].waiting.get(socket)
            if place is not None and place.next is None:
                self._begin(socket, places[room_id])

    def _begin(self, socket: Connection, membership: Membership) -> None:
        """Tell a socket of a room that it did not have, and send what the member may see of it."""
        room_id = membership.room_id
        room = socket.rooms[room_id]
        room.load(membership.head_seq)
        room.note_head(membership.head_seq)
        place = room.waiting[socket]
        place.next = max(membership.visible_from, socket.left.get(room_id, 0) + 1)
        head = max(membership.head_seq, room.seq or 0)
        socket.send(RoomJoined(room_id=room_id, head=head, visible_from=membership.visible_from))
        missing = head + 1 - place.next
        budget = missing if missing <= self._limits.join_events else 0
        socket.spawn(self._replay.catch_up(socket, [room_id], budget=budget))

    def _cut(self, socket: Connection, room: Room, *, end: int) -> None:
        """Let a socket hear a room up to `end` and no further."""
        is_live = room.is_live(socket)
        room.suspend(socket, end=end)
        place = room.waiting.get(socket)
        if place is not None and place.next is None and socket.is_ready:
            self._hub.detach(socket, room.id)
        elif is_live:
            socket.spawn(self._replay.catch_up(socket, [room.id], budget=self._limits.replay_events))

"""Tells Valkey which members have a socket here, and those who may know. It is all that a gateway ever writes."""

import asyncio
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from redis.exceptions import RedisError

from dife.chat import service as chat
from dife.chat.schemas import PresenceView, TypingFrame
from dife.context import Resources
from dife.database import UNAVAILABLE_ERRORS
from dife.realtime.connection import Connection
from dife.realtime.frames import Typing, encode_typing
from dife.realtime.hub import Hub
from dife.realtime.limits import Limits
from dife.realtime.log_reader import LogReader
from dife.valkey import room_channel

log = structlog.get_logger()

_AT_ONCE = 500


class Presence:
    """Best effort: what fails here is said again with the next beat, or not at all.

    Who came and went within a second is looked at together: a crowd that returns costs one query, not one each.
    """

    def __init__(  # noqa: PLR0917 - parts
        self, resources: Resources, hub: Hub, reader: LogReader, limits: Limits
    ) -> None:
        self._resources = resources
        self._hub = hub
        self._reader = reader
        self._limits = limits
        self._name = uuid4().hex[:12]
        self._is_stopping = False
        self._came: set[UUID] = set()
        self._changed: set[UUID] = set()
        self._went: dict[UUID, float] = {}

    async def run(self) -> None:
        """Say, for ever, who comes and goes, and now and then who is here."""
        loop = asyncio.get_running_loop()
        beat_at = loop.time() + self._limits.presence_seconds
        while True:
            await asyncio.sleep(self._limits.presence_tick_seconds)
            try:
                if loop.time() >= beat_at:
                    beat_at = loop.time() + self._limits.presence_seconds
                    await self._beat()
                await self._tick(loop.time())
            except (RedisError, OSError, *UNAVAILABLE_ERRORS) as error:
                log.warning("presence_failed", error=type(error).__name__)

    def stop(self) -> None:
        """Say nothing more about who goes: everybody comes back on another gateway."""
        self._is_stopping = True

    def came(self, member_id: UUID) -> None:
        """A member opened their first socket here."""
        self._came.add(member_id)

    def went(self, member_id: UUID) -> None:
        """A member's last socket here ended; whoever only reconnects was never away."""
        if not self._is_stopping:
            self._went[member_id] = asyncio.get_running_loop().time() + self._limits.presence_grace_seconds

    def changed(self, member_id: UUID) -> None:
        """A member shows or hides their presence from now on."""
        self._changed.add(member_id)

    def typing(self, socket: Connection, frame: Typing) -> None:
        """Tell a room that somebody in it writes, if the socket hears that room."""
        room = socket.rooms.get(frame.room_id)
        if room is None or socket.member_id is None or not room.is_live(socket):
            return
        typing = TypingFrame(room_id=frame.room_id, member_id=socket.member_id)
        self._resources.hints.put([(room_channel(frame.room_id), encode_typing(typing))])

    async def _beat(self) -> None:
        # Of who came just now the next tick must still be able to tell that they were not here before.
        members = [member_id for member_id in self._hub.members if member_id not in self._came]
        for start in range(0, len(members), _AT_ONCE):
            chunk = members[start : start + _AT_ONCE]
            await chat.note_here(self._resources.valkey, self._name, chunk, now=self._now())

    async def _tick(self, moment: float) -> None:
        came, self._came = [one for one in self._came if one in self._hub.members], set()
        changed, self._changed = self._changed, set()
        due = [member_id for member_id, at in self._went.items() if at <= moment]
        went = [member_id for member_id in due if member_id not in self._hub.members]
        for member_id in due:
            del self._went[member_id]
        valkey = self._resources.valkey
        before = await chat.read_presence(valkey, came, now=self._now())
        if came:
            await chat.note_here(valkey, self._name, came, now=self._now())
        for member_id in went:
            await chat.note_gone(valkey, self._name, member_id, now=self._now())
        news = {view.member_id for view in before if not view.online} | changed | set(went)
        for chunk in _chunks(sorted(news)):
            await self._tell(chunk)

    async def _tell(self, member_ids: list[UUID]) -> None:
        """Send how members stand to those who may know; who hides it looks like somebody who was never here."""
        rows = await self._reader.once(lambda session: chat.list_partners(session, member_ids))
        views = await chat.read_presence(self._resources.valkey, member_ids, now=self._now())
        by_member = {view.member_id: view for view in views}
        for row in rows:
            nothing = PresenceView(member_id=row.member_id, online=False, last_seen_at=None)
            view = by_member[row.member_id] if row.shows_presence else nothing
            self._resources.hints.put(chat.presence_hints(view, [row.partner_id]))

    def _now(self) -> datetime:
        return self._resources.clock.now()


def _chunks(member_ids: list[UUID]) -> list[list[UUID]]:
    return [member_ids[start : start + _AT_ONCE] for start in range(0, len(member_ids), _AT_ONCE)]

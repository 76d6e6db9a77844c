"""Tells Valkey which members have a socket here, and those who may know. It is all that a gateway ever writes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat import service as chat
from dife.chat.schemas import PresenceView, TypingFrame
from dife.context import Resources
from dife.database import UNAVAILABLE_ERRORS
from dife.realtime.background import Background
from dife.realtime.connection import Connection
from dife.realtime.frames import Typing, encode_typing
from dife.realtime.hub import Hub
from dife.realtime.limits import Limits
from dife.realtime.log_reader import LogReader
from dife.valkey import room_channel

log = structlog.get_logger()

_AT_ONCE = 500


class Presence:
    """Best effort: what fails here is said again with the next beat, or not at all."""

    def __init__(  # noqa: PLR0917 - parts
        self, resources: Resources, hub: Hub, reader: LogReader, background: Background, limits: Limits
    ) -> None:
        self._resources = resources
        self._hub = hub
        self._reader = reader
        self._background = background
        self._limits = limits
        self._name = uuid4().hex[:12]
        self._is_stopping = False

    def stop(self) -> None:
        """Say nothing more about who goes."""
        self._is_stopping = True

    async def run(self) -> None:
        """Say again and again, for ever, who is here."""
        while True:
            await asyncio.sleep(self._limits.presence_seconds)
            members = list(self._hub.members)
            for start in range(0, len(members), _AT_ONCE):
                await self._beat(members[start : start + _AT_ONCE])

    async def _beat(self, member_ids: list[UUID]) -> None:
        await self._quietly(lambda: chat.note_here(self._resources.valkey, self._name, member_ids, now=self._now()))

    def came(self, member_id: UUID) -> None:
        """A member opened their first socket here."""
        self._background.spawn(self._quietly(lambda: self._arrive(member_id)), name="presence")

    def went(self, member_id: UUID) -> None:
        """A member's last socket here ended; whoever only reconnects was never away."""
        if self._is_stopping:
            # Everybody comes back on another gateway; what this one said is forgotten soon.
            return
        self._background.spawn(self._quietly(lambda: self._depart(member_id)), name="presence")

    def changed(self, member_id: UUID) -> None:
        """A member shows or hides their presence from now on."""
        self._background.spawn(self._quietly(lambda: self._tell(member_id)), name="presence")

    def typing(self, socket: Connection, frame: Typing) -> None:
        """Tell a room that somebody in it writes, if the socket hears that room."""
        room = socket.rooms.get(frame.room_id)
        if room is None or socket.member_id is None or not room.is_live(socket):
            return
        typing = TypingFrame(room_id=frame.room_id, member_id=socket.member_id)
        self._resources.hints.put([(room_channel(frame.room_id), encode_typing(typing))])

    async def _arrive(self, member_id: UUID) -> None:
        [before] = await chat.read_presence(self._resources.valkey, [member_id], now=self._now())
        await chat.note_here(self._resources.valkey, self._name, [member_id], now=self._now())
        if not before.online:
            await self._tell(member_id)

    async def _depart(self, member_id: UUID) -> None:
        await asyncio.sleep(self._limits.presence_grace_seconds)
        if member_id in self._hub.members:
            return
        await chat.note_gone(self._resources.valkey, self._name, member_id, now=self._now())
        await self._tell(member_id)

    async def _tell(self, member_id: UUID) -> None:
        """Send how a member stands to those who may know; who hides it looks like somebody who was never here."""

        async def read(session: AsyncSession) -> tuple[bool, list[UUID]]:
            return await chat.shows_presence(session, member_id), await chat.list_partners(session, member_id)

        is_shown, partners = await self._reader.once(read)
        [view] = await chat.read_presence(self._resources.valkey, [member_id], now=self._now())
        if not is_shown:
            view = PresenceView(member_id=member_id, online=False, last_seen_at=None)
        self._resources.hints.put(chat.presence_hints(view, partners))

    def _now(self) -> datetime:
        return self._resources.clock.now()

    async def _quietly(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except (RedisError, OSError, *UNAVAILABLE_ERRORS) as error:
            log.warning("presence_failed", error=type(error).__name__)

"""Fills the holes that lost hints leave: a room that is behind reads its log."""

import asyncio

from dife.chat.service import LogSpan
from dife.realtime import metrics
from dife.realtime.background import Background
from dife.realtime.limits import Limits
from dife.realtime.log_reader import LogReader
from dife.realtime.room import Room


class Keeper:
    """Repairs rooms, one reader a room."""

    def __init__(self, reader: LogReader, background: Background, limits: Limits) -> None:
        self._reader = reader
        self._background = background
        self._limits = limits

    def repair(self, room: Room) -> None:
        """Have a room read what it lacks, soon."""
        if not room.is_repairing:
            room.is_repairing = True
            self._background.spawn(self._repair(room), name="repair")

    async def _repair(self, room: Room) -> None:
        try:
            # Hints of two API processes overtake each other; what is only late needs no query.
            await asyncio.sleep(self._limits.overtake_seconds)
            while room.is_behind and not room.is_empty and room.seq is not None:
                await self._read_on(room, room.seq)
        finally:
            room.is_repairing = False

    async def _read_on(self, room: Room, position: int) -> None:
        found = await self._reader.events([LogSpan(room.id, position, position + self._limits.repair_page)])
        count = room.extend(found.get(room.id, ()))
        if count:
            metrics.GAPS_REPAIRED.inc()
            metrics.REPAIRED_EVENTS.inc(count)
        elif room.seq == position:
            room.forget_unknown()
        # The sockets' buffers get a chance to empty between two pages.
        await asyncio.sleep(0)

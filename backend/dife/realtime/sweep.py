"""Every two seconds: what a hint should have said, asked of the database. With Valkey dead this alone keeps the promise."""

import asyncio
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

import structlog

from dife.context import Resources
from dife.database import UNAVAILABLE_ERRORS
from dife.realtime import metrics, repository
from dife.realtime.close_codes import CloseCode
from dife.realtime.connection import Connection
from dife.realtime.hub import Hub
from dife.realtime.limits import Limits
from dife.realtime.log_reader import LogReader
from dife.realtime.places import Places

log = structlog.get_logger()

T = TypeVar("T")


class Sweep:
    """Re-checks sessions, memberships and room heads of the local sockets, in a few bounded queries."""

    def __init__(self, resources: Resources, hub: Hub, reader: LogReader, places: Places, limits: Limits) -> None:  # noqa: PLR0917 - parts
        self._resources = resources
        self._hub = hub
        self._reader = reader
        self._places = places
        self._limits = limits
        self._due = asyncio.Event()
        self._succeeded_at: float | None = None

    @property
    def is_current(self) -> bool:
        """Whether the database answered lately."""
        return self._succeeded_at is not None and time.monotonic() - self._succeeded_at < 3 * self._limits.sweep_seconds

    def hurry(self) -> None:
        """Sweep at once instead of at the next tick."""
        self._due.set()

    async def run(self) -> None:
        """Sweep for ever."""
        while True:
            await self._sweep_once()
            try:
                async with asyncio.timeout(self._limits.sweep_seconds):
                    await self._due.wait()
            except TimeoutError:
                continue
            finally:
                self._due.clear()

    async def watch_clock(self) -> None:
        """Close, for ever, what is too old. It asks nobody, so it goes on while the database hangs."""
        while True:
            self._close_overdue()
            await asyncio.sleep(self._limits.sweep_seconds / 2)

    async def _sweep_once(self) -> None:
        try:
            with metrics.SWEEP_SECONDS.time():
                # Heads first: they are what somebody waits for.
                await self._check_heads()
                await self._check_sessions()
                await self._check_memberships()
            self._succeeded_at = time.monotonic()
        except UNAVAILABLE_ERRORS as error:
            metrics.DATABASE_FAILURES.inc()
            log.warning("sweep_failed", error=type(error).__name__)
        except Exception:
            log.exception("sweep_failed")

    def _close_overdue(self) -> None:
        now = asyncio.get_running_loop().time()
        wall = self._resources.clock.now().timestamp()
        for socket in list(self._hub.sockets):
            if socket.session_id is not None and socket.expires_at <= wall:
                socket.close(CloseCode.UNAUTHENTICATED)
            elif now - socket.heard_at > self._limits.idle_seconds:
                socket.close(CloseCode.TIMED_OUT)

    async def _check_heads(self) -> None:
        rooms = self._hub.rooms
        known = [(room.id, room.seq) for room in rooms.values() if room.seq is not None]
        for chunk in _chunks(known, self._limits.sweep_chunk, at_least_once=True):
            moved = await self._reader.once(lambda session, chunk=chunk: repository.moved_heads(session, chunk))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            for room_id, head in moved.items():
                if room := rooms.get(room_id):
                    room.note_head(head)

    async def _check_sessions(self) -> None:
        sockets = [socket for socket in self._hub.sockets if socket.is_ready and socket.session_id is not None]
        now = self._resources.clock.now()
        for chunk in _chunks(sockets, self._limits.sweep_chunk):
            ids = {socket.session_id for socket in chunk if socket.session_id}
            live = await self._reader.once(
                lambda session, ids=ids: repository.live_sessions(session, ids, now=now)  # type: ignore[misc]  # as above
            )
            _close_ended(chunk, live)

    async def _check_memberships(self) -> None:
        members = [member for member in self._hub.members.values() if member.digest is not None]
        for chunk in _chunks(members, self._limits.sweep_chunk):
            ids = [member.member_id for member in chunk]
            digests = await self._reader.once(
                lambda session, ids=ids: repository.membership_digests(session, ids)  # type: ignore[misc]  # as above
            )
            for member in chunk:
                if member.digest != digests.get(member.member_id, 0):
                    self._places.refresh(member)


def _close_ended(sockets: Iterable[Connection], live: Collection[UUID]) -> None:
    for socket in sockets:
        if socket.session_id not in live:
            socket.close(CloseCode.UNAUTHENTICATED)


def _chunks(items: Sequence[T], size: int, *, at_least_once: bool = False) -> Iterator[list[T]]:
    remaining = iter(items)
    chunk = list(islice(remaining, size))
    if at_least_once and not chunk:
        yield chunk
    while chunk:
        yield chunk
        chunk = list(islice(remaining, size))

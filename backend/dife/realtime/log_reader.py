"""The gateway's view of PostgreSQL: read-only, through a few connections, and patient while the database is away."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any, TypeVar
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from dife.accounts import service as accounts
from dife.chat import service as chat
from dife.chat.service import LogSpan, Membership
from dife.context import Caller, Resources
from dife.database import UNAVAILABLE_ERRORS, new_session
from dife.realtime import metrics, repository
from dife.realtime.hints import ENDS_PLACE
from dife.realtime.repository import Bounds, Outline
from dife.realtime.room import RoomFrame
from dife.realtime.wire import text_frame

log = structlog.get_logger()

T = TypeVar("T")

_BACKOFF_SECONDS = 0.1
_MAX_BACKOFF_SECONDS = 2.0


class LogReader:
    """Everything that the gateway reads. `once` fails when the database is away; everything else waits for it."""

    def __init__(self, resources: Resources, *, at_once: int) -> None:
        self._resources = resources
        self._slots = asyncio.Semaphore(at_once)
        self._running: set[asyncio.Task[Any]] = set()

    async def once(self, query: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Run a query.

        Raises:
            UNAVAILABLE_ERRORS: the database cannot answer now.
        """
        # Shielded: a socket that goes away must not cancel a statement, which would cost the database a connection.
        running = asyncio.create_task(self._run(query))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return await asyncio.shield(running)

    async def finished(self, *, seconds: float) -> None:
        """Wait until what nobody waits for any more has ended, so that its connections can be closed."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    async def patiently(self, query: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Run a query, and again after a pause for as long as the database is away."""
        pause = _BACKOFF_SECONDS
        while True:
            try:
                return await self.once(query)
            except UNAVAILABLE_ERRORS as error:
                metrics.DATABASE_FAILURES.inc()
                log.warning("database_unavailable", error=type(error).__name__)
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads retries, no secret
            pause = min(_MAX_BACKOFF_SECONDS, pause * 2)

    async def _run(self, query: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with self._slots, new_session(self._resources.engine) as session:
            return await query(session)

    async def authenticate(self, token: str) -> tuple[Caller, Outline]:
        """Return who an access token stands for, and their outline.

        Raises:
            Unauthenticated: it is not good, or its session is over.
        """

        async def read(session: AsyncSession) -> tuple[Caller, Outline]:
            caller = await accounts.authenticate(session, self._resources, token)
            return caller, await repository.outline(session, caller.member_id)

        return await self.patiently(read)

    async def outline(self, member_id: UUID) -> Outline:
        """Return which rooms a member is in, and whom they do not see."""
        return await self.patiently(lambda session: repository.outline(session, member_id))

    async def places(self, member_id: UUID, *, named: Collection[UUID] = ()) -> dict[UUID, Membership]:
        """Return the places of a member in rooms, and of `named` also in those that they have left."""
        found = await self.patiently(lambda session: chat.gateway_rooms(session, member_id, named=named))
        return {place.room_id: place for place in found}

    async def events(self, spans: Sequence[LogSpan], *, limit: int) -> dict[UUID, list[RoomFrame]]:
        """Return the first events of each span, at most `limit` in all, ready to be written."""
        store = self._resources.store
        views = await self.patiently(lambda session: chat.read_logs(session, store, spans, per_room=limit, limit=limit))
        frames: dict[UUID, list[RoomFrame]] = {}
        for view in views:
            wire = text_frame(chat.encode_event_frame(view))
            frame = RoomFrame(view.room_id, view.seq, wire, view.kind in ENDS_PLACE)
            frames.setdefault(view.room_id, []).append(frame)
        return frames

    async def bounds(self, room_ids: Collection[UUID], member_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Bounds]:
        """Return what members may see of rooms, as `repository.bounds`."""
        return await self.patiently(lambda session: repository.bounds(session, room_ids, member_ids))

    async def first_end(self, room_id: UUID, member_id: UUID, *, after: int) -> int | None:
        """Return where a member's place ended first, as `repository.first_end`."""
        return await self.patiently(lambda session: repository.first_end(session, room_id, member_id, after=after))

"""The gateway's view of PostgreSQL: read-only, through a few connections, and patient while the database is away."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from dife.accounts import service as accounts
from dife.accounts.tokens import AccessClaims
from dife.chat import service as chat
from dife.chat.service import LogSpan, Membership
from dife.context import Caller, Resources
from dife.database import UNAVAILABLE_ERRORS, new_session, session_on
from dife.errors import Unavailable
from dife.group_read import GroupRead
from dife.realtime import metrics, repository
from dife.realtime.hints import ENDS_PLACE
from dife.realtime.repository import Bounds, Outline
from dife.realtime.room import RoomFrame
from dife.realtime.wire import text_frame

log = structlog.get_logger()

T = TypeVar("T")

_BACKOFF_SECONDS = 0.1
_MAX_BACKOFF_SECONDS = 2.0
_EVENTS_AT_ONCE = 250
"""Rendering so many takes some milliseconds, in which nothing else goes out."""


class Asking(NamedTuple):
    """Who asks for their places: in the rooms that they are in, and in those of `named` that they have left."""

    member_id: UUID
    named: frozenset[UUID]


class LogReader:
    """Everything that the gateway reads. `once` fails when the database is away; everything else waits for it.

    What every socket asks that comes in is asked for many at once: after a restart five thousand come in ten seconds.
    """

    def __init__(self, resources: Resources, *, at_once: int) -> None:
        self._resources = resources
        self._slots = asyncio.Semaphore(at_once)
        self._running: set[asyncio.Task[Any]] = set()
        engine = resources.engine
        self._callers = accounts.open_caller_reader(engine, resources.clock)
        self._outlines = GroupRead("outlines", engine, repository.outlines)
        self._places = GroupRead("places", engine, _read_places)
        self._events = GroupRead(
            "events", engine, self._read_events, batch=_EVENTS_AT_ONCE, weigh=lambda span: span.length
        )

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
        groups = (self._callers, self._outlines, self._places, self._events)
        running = [*self._running, *(asyncio.ensure_future(group.finished()) for group in groups)]
        await asyncio.wait(running, timeout=seconds)

    async def patiently(self, query: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Run a query, and again after a pause for as long as the database is away."""
        return await _persist(lambda: self.once(query))

    async def _run(self, query: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with self._slots, new_session(self._resources.engine) as session:
            return await query(session)

    async def find_caller(self, claims: AccessClaims) -> Caller:
        """Return whom a verified token stands for.

        Raises:
            Unauthenticated: its session is over.
        """
        return await _persist(lambda: accounts.find_caller(self._callers, claims))

    async def outline(self, member_id: UUID) -> Outline:
        """Return which rooms a member is in, and whom they do not see."""
        found = await _persist(lambda: self._outlines.get(member_id))
        return found or Outline(digest=0, room_ids=[], hidden_ids=frozenset())

    async def places(self, member_id: UUID, *, named: Collection[UUID] = ()) -> dict[UUID, Membership]:
        """Return the places of a member in rooms, and of `named` also in those that they have left."""
        asking = Asking(member_id, frozenset(named))
        return await _persist(lambda: self._places.get(asking)) or {}

    async def events(self, spans: Sequence[LogSpan]) -> dict[UUID, list[RoomFrame]]:
        """Return the events of each span, ready to be written."""
        found = await asyncio.gather(*(_persist(partial(self._events.get, span)) for span in spans))
        frames: dict[UUID, list[RoomFrame]] = {}
        for span, own in zip(spans, found, strict=True):
            if own:
                frames.setdefault(span.room_id, []).extend(own)
        return frames

    async def _read_events(
        self, connection: AsyncConnection, spans: Sequence[LogSpan]
    ) -> dict[LogSpan, list[RoomFrame]]:
        lengths = [span.length for span in spans]
        async with session_on(connection) as session:
            views = await chat.read_logs(
                session, self._resources.store, spans, per_room=max(lengths), limit=sum(lengths)
            )
        logs: dict[UUID, list[RoomFrame]] = {}
        for view in views:
            wire = text_frame(chat.encode_event_frame(view))
            frame = RoomFrame(view.room_id, view.seq, wire, view.kind in ENDS_PLACE)
            logs.setdefault(view.room_id, []).append(frame)
        return {
            span: [frame for frame in logs.get(span.room_id, ()) if span.after_seq < frame.seq <= span.upto_seq]
            for span in spans
        }

    async def bounds(self, room_ids: Collection[UUID], member_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Bounds]:
        """Return what members may see of rooms, as `repository.bounds`."""
        return await self.patiently(lambda session: repository.bounds(session, room_ids, member_ids))

    async def first_end(self, room_id: UUID, member_id: UUID, *, after: int) -> int | None:
        """Return where a member's place ended first, as `repository.first_end`."""
        return await self.patiently(lambda session: repository.first_end(session, room_id, member_id, after=after))


async def _persist(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask, and again after a pause for as long as the answer is that it cannot be told now."""
    pause = _BACKOFF_SECONDS
    while True:
        try:
            return await ask()
        except (*UNAVAILABLE_ERRORS, Unavailable) as error:
            metrics.DATABASE_FAILURES.inc()
            log.warning("database_unavailable", error=type(error).__name__)
        await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads retries, no secret
        pause = min(_MAX_BACKOFF_SECONDS, pause * 2)


async def _read_places(connection: AsyncConnection, askings: Sequence[Asking]) -> dict[Asking, dict[UUID, Membership]]:
    member_ids = {asking.member_id for asking in askings}
    left_too = frozenset[UUID]().union(*(asking.named for asking in askings))
    async with session_on(connection) as session:
        found = await chat.memberships(session, member_ids, left_too=left_too)
    own: dict[UUID, list[Membership]] = {}
    for place in found:
        own.setdefault(place.member_id, []).append(place)
    return {
        asking: {
            place.room_id: place
            for place in own.get(asking.member_id, ())
            if place.left_seq is None or place.room_id in asking.named
        }
        for asking in askings
    }

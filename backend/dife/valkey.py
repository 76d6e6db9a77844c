"""Valkey: pub/sub hints, locks, rate limits, caches. Losing it loses no data."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any, TypeAlias

import structlog
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import RedisError

from dife import tracing

Hint: TypeAlias = tuple[str, bytes]
"""A channel, and what is published on it."""

ACCESS_RULES = "~dife:* &dife:* -@all +@read +@write +@connection +@pubsub +@scripting +@transaction -@dangerous"
"""What the user of the roles may do in Valkey: every key and channel is named `dife:…`, and nothing is administered."""

HINTS_AT_ONCE = 256
PUBLISH_SECONDS = 1.0
HINTS = Counter("dife_hints_total", "Hints for the gateways.", ("outcome",))

log = structlog.get_logger()


class _Client(Redis):
    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """Note the command, not what it is about, within a trace."""
        with tracing.span(f"valkey {args[0]}", **{"db.system.name": "valkey"}):
            return await super().execute_command(*args, **options)  # type: ignore[no-untyped-call]  # redis-py's


def connect(url: str, *, timeout: float = 0.5) -> "Redis":
    """Return a client whose every call ends within `timeout` seconds, with one quick retry."""
    return _Client.from_url(
        url,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.1), 1),
        health_check_interval=15,
    )


def room_channel(room_id: object) -> str:
    """Channel of the hints about one room."""
    return f"dife:room:{room_id}"


def member_channel(member_id: object) -> str:
    """Channel of what concerns one member on every device."""
    return f"dife:member:{member_id}"


class HintPublisher:
    """Publishes hints in the order they were given, many in one round trip, and lets nobody wait for Valkey.

    A hint may be lost: whoever hears it can find out from PostgreSQL what it was about.
    """

    def __init__(self, valkey: "Redis", *, capacity: int = 10_000) -> None:
        self._valkey = valkey
        self._capacity = capacity
        self._waiting: deque[Hint] = deque()
        self._task: asyncio.Task[None] | None = None

    def put(self, hints: Iterable[Hint]) -> None:
        """Publish soon; when Valkey is too slow to keep up, not at all."""
        for hint in hints:
            if len(self._waiting) >= self._capacity:
                HINTS.labels("dropped").inc()
                continue
            self._waiting.append(hint)
        if self._waiting and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._publish_waiting())

    async def flush(self) -> None:
        """Wait until what was put so far is published or given up."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=5)

    async def _publish_waiting(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), HINTS_AT_ONCE))]
            try:
                await self._publish(batch)
                HINTS.labels("published").inc(len(batch))
            except (RedisError, OSError, TimeoutError) as error:
                HINTS.labels("failed").inc(len(batch))
                log.warning("hints_not_published", count=len(batch), error=type(error).__name__)

    async def _publish(self, batch: list[Hint]) -> None:
        pipeline = self._valkey.pipeline(transaction=False)
        for channel, content in batch:
            _ = pipeline.publish(channel, content)
        async with asyncio.timeout(PUBLISH_SECONDS):
            await pipeline.execute()

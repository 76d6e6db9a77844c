"""Group commit: what queued while the last transaction was committed goes into the next one. There is no timer.

An item alone is written at once; under load one transaction, and one flush of the disk, carries hundreds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import structlog
from prometheus_client import Counter, Histogram
from psycopg.errors import DeadlockDetected, LockNotAvailable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from dife.database import UNAVAILABLE_ERRORS, commit, new_session
from dife.errors import DifeError, Unavailable

Item = TypeVar("Item")
Result = TypeVar("Result")

WriteBatch: TypeAlias = Callable[[AsyncSession, Sequence[Item]], Awaitable[Sequence[Result | DifeError]]]
"""Writes items in the session's transaction, and returns for each its result or why it was refused."""

BATCH_ITEMS = Histogram(
    "dife_group_commit_items", "Items in a transaction.", ("queue",), buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256)
)
BATCH_SECONDS = Histogram("dife_group_commit_seconds", "Time from the first lock to the commit.", ("queue",))
REFUSED = Counter("dife_group_commit_refused_total", "Items that found the queue full.", ("queue",))

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much waits, how much goes into one transaction, and for how long anybody waits."""

    waiting: int = 2000
    batch: int = 256
    batch_seconds: float = 8.0
    item_seconds: float = 4.5


class GroupCommit(Generic[Item, Result]):
    """Writes items of all callers of this process, one transaction after the other.

    `group_of` tells which items wait for the same lock: a group that does not get its lock fails alone. An item that
    breaks a transaction fails alone too.
    """

    def __init__(
        self,
        name: str,
        engine: AsyncEngine,
        write: WriteBatch[Item, Result],
        *,
        group_of: Callable[[Item], Hashable],
        limits: Limits | None = None,
    ) -> None:
        self._name = name
        self._engine = engine
        self._write = write
        self._group_of = group_of
        self._limits = limits or Limits()
        self._waiting: list[_Entry[Item, Result]] = []
        self._task: asyncio.Task[None] | None = None
        self._is_closed = False

    async def submit(self, item: Item) -> Result:
        """Write an item; returns when it is durable.

        Raises:
            DifeError: it was refused.
            Unavailable: too much is waiting, or it took too long. Then it is either written or not; submitting it again
                tells.
        """
        if self._is_closed or len(self._waiting) >= self._limits.waiting:
            REFUSED.labels(self._name).inc()
            raise Unavailable
        entry: _Entry[Item, Result] = _Entry(item, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        try:
            async with asyncio.timeout(self._limits.item_seconds):
                return await entry.outcome
        except TimeoutError:
            raise Unavailable from None

    async def close(self) -> None:
        """Write what is waiting, refuse what comes after."""
        self._is_closed = True
        if self._task is not None:
            await asyncio.wait([self._task], timeout=self._limits.batch_seconds)
            self._task.cancel()
        for entry in self._waiting:
            entry.fail(Unavailable())
        await self._engine.dispose()

    async def _run(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting[: self._limits.batch], self._waiting[self._limits.batch :]
            # Whoever gave up waiting was told that nothing is certain, so leaving their item out is right.
            batch = [entry for entry in taken if not entry.outcome.done()]
            if batch:
                await self._settle(batch)

    async def _settle(self, batch: Sequence["_Entry[Item, Result]"]) -> None:
        """Write a batch; where it breaks, write its parts."""
        try:
            async with asyncio.timeout(self._limits.batch_seconds):
                await self._commit(batch)
        except DBAPIError as error:
            await self._settle_parts(batch, error)
        except UNAVAILABLE_ERRORS as error:
            self._fail(batch, error)
        except Exception as error:  # noqa: BLE001 - whatever one item does, the others are written
            await self._settle_one_by_one(batch, error)

    async def _commit(self, batch: Sequence["_Entry[Item, Result]"]) -> None:
        BATCH_ITEMS.labels(self._name).observe(len(batch))
        with BATCH_SECONDS.labels(self._name).time():
            async with new_session(self._engine) as session:
                results = await self._write(session, [entry.item for entry in batch])
                await commit(session)
        for entry, result in zip(batch, results, strict=True):
            entry.settle(result)

    async def _settle_parts(self, batch: Sequence["_Entry[Item, Result]"], error: DBAPIError) -> None:
        if isinstance(error.orig, LockNotAvailable | DeadlockDetected):
            groups = list(self._grouped(batch))
            if len(groups) > 1:
                for group in groups:
                    await self._settle(group)
                return
            self._fail(batch, error)
        elif isinstance(error, UNAVAILABLE_ERRORS) or error.connection_invalidated:
            self._fail(batch, error)
        else:
            await self._settle_one_by_one(batch, error)

    async def _settle_one_by_one(self, batch: Sequence["_Entry[Item, Result]"], error: Exception) -> None:
        if len(batch) == 1:
            log.warning("item_failed", queue=self._name, error=type(error).__name__)
            batch[0].fail(error)
            return
        for entry in batch:
            await self._settle([entry])

    def _grouped(self, batch: Sequence["_Entry[Item, Result]"]) -> Iterable[list["_Entry[Item, Result]"]]:
        groups: dict[Hashable, list[_Entry[Item, Result]]] = {}
        for entry in batch:
            groups.setdefault(self._group_of(entry.item), []).append(entry)
        return groups.values()

    def _fail(self, batch: Sequence["_Entry[Item, Result]"], error: Exception) -> None:
        log.warning("batch_failed", queue=self._name, items=len(batch), error=type(error).__name__)
        for entry in batch:
            entry.fail(Unavailable())


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Item, Result]):
    """An item, and where its caller waits for what became of it."""

    item: Item
    outcome: "asyncio.Future[Result]"

    def settle(self, result: Result | DifeError) -> None:
        """Tell the caller."""
        if isinstance(result, DifeError):
            self.fail(result)
        elif not self.outcome.done():
            self.outcome.set_result(result)

    def fail(self, error: Exception) -> None:
        """Tell the caller that there is no result."""
        if not self.outcome.done():
            self.outcome.set_exception(error)

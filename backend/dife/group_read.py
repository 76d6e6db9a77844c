"""Group read: keys that queued while the last query ran are looked up by the next one. There is no timer and no cache.

A query begins after its keys were asked for, so what is read is never older than the request for it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dife.database import UNAVAILABLE_ERRORS
from dife.errors import Unavailable

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

ReadBatch: TypeAlias = Callable[[AsyncConnection, Sequence[Key]], Awaitable[Mapping[Key, Value]]]
"""Looks keys up in one statement; what is not there is left out."""

ATTEMPTS = 2
"""The first may meet a connection that died with the server; reading again harms nobody."""

log = structlog.get_logger()


class GroupRead(Generic[Key, Value]):
    """Looks keys up for all callers of this process, one query after the other."""

    def __init__(
        self, name: str, engine: AsyncEngine, read: ReadBatch[Key, Value], *, batch: int = 500, seconds: float = 4.5
    ) -> None:
        self._name = name
        # Every query stands alone: BEGIN and ROLLBACK around it would be two more round trips.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._read = read
        self._batch = batch
        self._seconds = seconds
        self._waiting: dict[Key, list[asyncio.Future[Value | None]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def get(self, key: Key) -> Value | None:
        """Return what there is under a key at this moment.

        Raises:
            Unavailable: the database cannot answer now.
        """
        future: asyncio.Future[Value | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append(future)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        try:
            async with asyncio.timeout(self._seconds):
                return await future
        except TimeoutError:
            raise Unavailable from None

    async def _run(self) -> None:
        while self._waiting:
            keys = list(self._waiting)[: self._batch]
            futures = {key: self._waiting.pop(key) for key in keys}
            try:
                found = await self._look_up(keys)
            except Exception as error:  # noqa: BLE001 - whoever asked is told
                _fail(futures, error)
                continue
            for key, callers in futures.items():
                for future in callers:
                    if not future.done():
                        future.set_result(found.get(key))

    async def _look_up(self, keys: Sequence[Key]) -> Mapping[Key, Value]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with asyncio.timeout(self._seconds), self._engine.connect() as connection:
                    return await self._read(connection, keys)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                log.warning("group_read_failed", group=self._name, attempt=attempt, error=type(error).__name__)
        raise Unavailable


def _fail(futures: Mapping[Key, list["asyncio.Future[Value | None]"]], error: Exception) -> None:
    is_down = isinstance(error, UNAVAILABLE_ERRORS)
    for callers in futures.values():
        for future in callers:
            if not future.done():
                future.set_exception(Unavailable() if is_down else error)

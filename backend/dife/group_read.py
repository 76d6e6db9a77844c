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

Asked: TypeAlias = dict[Key, list[asyncio.Future[Value | None]]]
"""Keys, and who waits for what there is under each."""

log = structlog.get_logger()


class GroupRead(Generic[Key, Value]):
    """Looks keys up for all callers of this process, one query after the other."""

    def __init__(
        self,
        name: str,
        engine: AsyncEngine,
        read: ReadBatch[Key, Value],
        *,
        batch: int = 500,
        weigh: Callable[[Key], int] = lambda _key: 1,
        seconds: float = 4.5,
    ) -> None:
        """Look up at most `batch` keys at once, or as many as weigh that much together."""
        self._name = name
        # Every query stands alone: BEGIN and ROLLBACK around it would be two more round trips.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._read = read
        self._batch = batch
        self._weigh = weigh
        self._seconds = seconds
        self._waiting: Asked[Key, Value] = {}
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

    async def finished(self) -> None:
        """Wait until what nobody waits for any more has ended, so that its connection can be closed."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while self._waiting:
            await self._answer(self._take())

    def _take(self) -> Asked[Key, Value]:
        keys: list[Key] = []
        weight = 0
        for key in self._waiting:
            weight += self._weigh(key)
            if keys and weight > self._batch:
                break
            keys.append(key)
        return {key: self._waiting.pop(key) for key in keys}

    async def _answer(self, asked: Asked[Key, Value]) -> None:
        try:
            found = await self._look_up(list(asked))
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            if len(asked) == 1 or _is_down(error):
                _fail(asked, error)
                return
            # One bad key fails alone.
            for key, callers in asked.items():
                await self._answer({key: callers})
            return
        for key, callers in asked.items():
            for future in callers:
                if not future.done():
                    future.set_result(found.get(key))

    async def _look_up(self, keys: Sequence[Key]) -> Mapping[Key, Value]:
        try:
            return await self._look_up_once(keys)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            # The connection died with the server; reading again harms nobody.
            log.warning("group_read_failed", group=self._name, error=type(error).__name__)
        return await self._look_up_once(keys)

    async def _look_up_once(self, keys: Sequence[Key]) -> Mapping[Key, Value]:
        async with asyncio.timeout(self._seconds), self._engine.connect() as connection:
            return await self._read(connection, keys)


def _is_down(error: Exception) -> bool:
    return isinstance(error, UNAVAILABLE_ERRORS) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _fail(asked: Asked[Key, Value], error: Exception) -> None:
    for callers in asked.values():
        for future in callers:
            if not future.done():
                future.set_exception(Unavailable() if _is_down(error) else error)

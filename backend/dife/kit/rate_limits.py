"""Rate limits that all processes share, counted in Valkey with a sliding window."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from limits import RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError

from dife.errors import RateLimited, Unavailable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `amount` hits in `seconds`, for each key.

    `fail_closed`: what to do while Valkey is away. Log-ins are refused then (503); everything else goes on.
    """

    name: str
    amount: int
    seconds: int
    fail_closed: bool = False


class RateLimiter:
    """Counts hits."""

    def __init__(self, valkey_url: str) -> None:
        self._connections = ConnectionPool.from_url(
            valkey_url,
            socket_timeout=0.5,
            socket_connect_timeout=0.5,
            # Each connection that died with a restarted Valkey would refuse one log-in otherwise. What took too long is
            # not asked again.
            retry=Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
        )
        storage = RedisStorage(
            f"async+{valkey_url}",
            implementation="redispy",
            key_prefix="dife:limit",
            wrap_exceptions=True,
            connection_pool=self._connections,  # type: ignore[arg-type]  # passed on as it is
        )
        self._strategy = SlidingWindowCounterRateLimiter(storage)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._connections.aclose()

    async def hit(self, limit: RateLimit, key: str) -> None:
        """Count one hit of `key`.

        Raises:
            RateLimited: the limit is reached.
            Unavailable: Valkey is away and the limit fails closed.
        """
        await self._ask(self._strategy.hit, limit, key)

    async def check(self, limit: RateLimit, key: str) -> None:
        """Refuse like `hit` where the limit is reached, and count nothing.

        Raises:
            RateLimited: the limit is reached.
            Unavailable: Valkey is away and the limit fails closed.
        """
        await self._ask(self._strategy.test, limit, key)

    async def _ask(
        self, ask: Callable[[RateLimitItemPerSecond, str], Awaitable[bool]], limit: RateLimit, key: str
    ) -> None:
        item = _item(limit)
        try:
            if await ask(item, key):
                return
            stats = await self._strategy.get_window_stats(item, key)
        except StorageError as error:
            log.warning("rate_limit_unavailable", limit=limit.name)
            if limit.fail_closed:
                raise Unavailable from error
            return
        retry_after = max(1, int(stats.reset_time - time.time()) + 1)
        raise RateLimited(retry_after=retry_after, amount=limit.amount, window=limit.seconds)

    async def forget(self, limit: RateLimit, key: str) -> None:
        """Count from zero again. Without Valkey the hits stay, until they are too old to count."""
        try:
            await self._strategy.clear(_item(limit), key)
        except StorageError:
            log.warning("rate_limit_unavailable", limit=limit.name)


def _item(limit: RateLimit) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(limit.amount, limit.seconds, namespace=limit.name)

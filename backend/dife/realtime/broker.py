"""The link to Valkey's pub/sub: hints, delivered at most once and never relied upon.

One connection of our own instead of redis-py's pub/sub: a delivery costs less than half the CPU, and the loop that
keeps the link alive is in sight. It pings every two seconds, connects again with a jittered backoff, and subscribes to
everything anew.
"""

import asyncio
import random
from collections.abc import Callable, Iterable

import msgspec
import structlog

from dife.realtime import metrics
from dife.realtime.link import Link, LinkRefused, connect

log = structlog.get_logger()

Handler = Callable[[bytes], None]

PING_SECONDS = 2.0
_BACKOFF_SECONDS = 0.05
_MAX_BACKOFF_SECONDS = 2.0
_CHANNELS_AT_ONCE = 500


class Broker:
    """Which channels this process listens to, and who handles what comes in."""

    def __init__(self, url: str, *, on_connected: Callable[[], None], ping_seconds: float = PING_SECONDS) -> None:
        self._url = url
        self._on_connected = on_connected
        self._ping_seconds = ping_seconds
        self._handlers: dict[bytes, Handler] = {}
        self._changed: dict[bytes, None] = {}
        self._link: Link | None = None

    @property
    def is_connected(self) -> bool:
        """Whether hints arrive: the link is up and every channel is subscribed."""
        return self._link is not None

    def subscribe(self, channel: bytes, handler: Handler) -> None:
        """Have `handler` called with every message of `channel`; it takes effect before the next `settled`."""
        self._handlers[channel] = handler
        self._note(channel)

    def unsubscribe(self, channel: bytes) -> None:
        """Stop listening to `channel`."""
        if self._handlers.pop(channel, None) is not None:
            self._note(channel)

    async def settled(self, *, seconds: float) -> bool:
        """Wait until Valkey has carried out every change so far; False when it did not answer in time.

        Whoever reads the database after this misses nothing between the reading and the first hint.
        """
        if self._link is None:
            return False
        self._send_changes()
        try:
            async with asyncio.timeout(seconds):
                await self._link.ping()
        except (TimeoutError, ConnectionError):
            return False
        return True

    async def run(self) -> None:
        """Keep the link up until cancelled."""
        backoff = _BACKOFF_SECONDS
        while True:
            try:
                async with asyncio.timeout(self._ping_seconds):
                    link = await connect(self._url, self._deliver)
                try:
                    await self._serve(link)
                finally:
                    self._drop(link)
                backoff = _BACKOFF_SECONDS
            except (OSError, TimeoutError, LinkRefused) as error:
                log.warning("broker_unavailable", error=type(error).__name__)
                backoff = min(_MAX_BACKOFF_SECONDS, backoff * 2)
            await asyncio.sleep(backoff * random.uniform(0.5, 1))  # noqa: S311 - spreads retries, no secret

    async def _serve(self, link: Link) -> None:
        """Subscribe to everything, then ping until the link is gone."""
        self._changed.clear()
        for channels in _in_chunks(list(self._handlers)):
            link.send(b"SUBSCRIBE", *channels)
        async with asyncio.timeout(self._ping_seconds):
            await link.ping()
        self._link = link
        # What changed while the subscriptions were on their way.
        self._send_changes()
        metrics.BROKER_CONNECTED.set(1)
        metrics.BROKER_CONNECTIONS.inc()
        log.info("broker_connected", channels=len(self._handlers))
        self._on_connected()
        while True:
            await link.closed_within(self._ping_seconds)
            async with asyncio.timeout(self._ping_seconds):
                await link.ping()

    def _drop(self, link: Link) -> None:
        self._link = None
        metrics.BROKER_CONNECTED.set(0)
        link.abort()

    def _note(self, channel: bytes) -> None:
        if not self._changed:
            # Many rooms change at once when a socket comes or goes: one command for all of them.
            asyncio.get_running_loop().call_soon(self._send_changes)
        self._changed[channel] = None

    def _send_changes(self) -> None:
        if self._link is None or not self._changed:
            return
        changed, self._changed = self._changed, {}
        for channels in _in_chunks([channel for channel in changed if channel in self._handlers]):
            self._link.send(b"SUBSCRIBE", *channels)
        for channels in _in_chunks([channel for channel in changed if channel not in self._handlers]):
            self._link.send(b"UNSUBSCRIBE", *channels)

    def _deliver(self, channel: bytes, message: bytes) -> None:
        handler = self._handlers.get(channel)
        if handler is None:
            return
        try:
            handler(message)
        except msgspec.MsgspecError:
            # The sweep finds what it was about.
            log.warning("hint_unreadable", size=len(message))
        except Exception:
            log.exception("hint_failed")


def _in_chunks(channels: list[bytes]) -> Iterable[list[bytes]]:
    return (channels[start : start + _CHANNELS_AT_ONCE] for start in range(0, len(channels), _CHANNELS_AT_ONCE))

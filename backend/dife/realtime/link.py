"""One connection to Valkey as a subscriber (RESP2), as small as it can be."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import cast

import hiredis
from redis.asyncio.connection import SSLConnection, parse_url

Deliver = Callable[[bytes, bytes], None]

_NOTHING_YET = object()
_LIVELY_SECONDS = 0.001
_GATHER_SECONDS = 0.003


class LinkRefused(Exception):
    """Valkey answered with an error: a wrong password, or still loading."""


class Link(asyncio.Protocol):
    """Sends commands, hands on messages, and matches pongs to pings."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._reader = hiredis.Reader(notEnoughData=_NOTHING_YET)
        self._transport: asyncio.Transport | None = None
        self._pings: dict[bytes, asyncio.Future[None]] = {}
        self._ping_count = 0
        self._loop = asyncio.get_running_loop()
        self._closed: asyncio.Future[None] = self._loop.create_future()
        self._read_at = 0.0
        self._has_paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        # A stream protocol gets no other; uvloop's transports implement the class without inheriting from it.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Hand on all complete replies."""
        self._reader.feed(data)
        count = 0
        try:
            while (reply := self._reader.gets()) is not _NOTHING_YET:
                self._on_reply(reply)
                count += 1
        except hiredis.ProtocolError:
            self.abort()
        self._pause_if_lively(count)

    def connection_lost(self, _error: Exception | None) -> None:
        """Wake whoever waits."""
        self._fail(ConnectionResetError("the link to Valkey is gone"))

    def send(self, *command: bytes) -> None:
        """Send a command without waiting for its reply."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(hiredis.pack_command(command))  # type: ignore[arg-type]  # any number of parts

    async def ping(self) -> None:
        """Wait for a pong: everything sent before has been carried out then.

        Raises:
            ConnectionError: the link is gone.
            LinkRefused: Valkey refused a command.
        """
        if self._closed.done():
            await self._closed
        self._ping_count += 1
        nonce = str(self._ping_count).encode()
        pong: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pings[nonce] = pong
        self.send(b"PING", nonce)
        try:
            await pong
        finally:
            self._pings.pop(nonce, None)

    async def closed_within(self, seconds: float) -> None:
        """Return after `seconds`.

        Raises:
            ConnectionError: the link was gone before.
            LinkRefused: Valkey refused a command.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.shield(self._closed)

    def abort(self) -> None:
        """End the link at once."""
        if self._transport is not None:
            self._transport.abort()
        self._fail(ConnectionAbortedError("the link to Valkey was given up"))

    def _pause_if_lively(self, count: int) -> None:
        """Where messages follow each other within a millisecond, let some gather: being woken for each costs more."""
        now, since = self._loop.time(), self._read_at
        self._read_at = now
        if self._transport is None or self._transport.is_closing():
            return
        if now - since < _LIVELY_SECONDS or (self._has_paused and count > 1):
            self._has_paused = True
            self._transport.pause_reading()
            self._loop.call_later(_GATHER_SECONDS, self._read_on, self._transport)
        else:
            self._has_paused = False

    @staticmethod
    def _read_on(transport: asyncio.Transport) -> None:
        if not transport.is_closing():
            transport.resume_reading()

    def _on_reply(self, reply: object) -> None:
        if isinstance(reply, list):
            if reply[0] == b"message":
                self._deliver(reply[1], reply[2])
            elif reply[0] == b"pong":
                self._on_pong(reply[1])
        elif isinstance(reply, hiredis.ReplyError):
            self._fail(LinkRefused(type(reply).__name__))
            self.abort()
        elif isinstance(reply, bytes):
            # Before the first subscription the pong is the bare payload.
            self._on_pong(reply)

    def _on_pong(self, nonce: bytes) -> None:
        pong = self._pings.get(nonce)
        if pong is not None and not pong.done():
            pong.set_result(None)

    def _fail(self, error: Exception) -> None:
        if self._closed.done():
            return
        self._closed.set_exception(error)
        # Read here once, so that nobody is told about an error that nobody waited for.
        self._closed.exception()
        for pong in self._pings.values():
            if not pong.done():
                pong.set_exception(error)


async def connect(url: str, deliver: Deliver) -> Link:
    """Open a link to the server of `url` and log in.

    Raises:
        OSError: it cannot be reached.
        LinkRefused: it does not let us in.
    """
    options = parse_url(url)
    loop = asyncio.get_running_loop()
    secure = options.get("connection_class") is SSLConnection
    if path := options.get("path"):
        _, link = await loop.create_unix_connection(lambda: Link(deliver), path)
    else:
        host, port = options.get("host", "localhost"), options.get("port", 6379)
        _, link = await loop.create_connection(lambda: Link(deliver), host, port, ssl=secure or None)
    try:
        if password := options.get("password"):
            link.send(b"AUTH", options.get("username", "default").encode(), password.encode())
        await link.ping()
    except BaseException:
        link.abort()
        raise
    return link

"""The load generator's listeners, in a process of their own: `python -m harness.listeners`, commands as JSON lines.

Each socket checks that it gets the numbers 1, 2, 3 … of its room, each once and in order.
"""

import asyncio
import base64
import json
import os
import sys
import time
from typing import Any, ClassVar, cast

import uvloop

from harness.measure import quantile

BODY = b'"body":"'
NUMBER_DIGITS, TIME_DIGITS = 8, 17
"""A body begins with its number and the time at which it was published."""
_CONTINUE_16, _CONTINUE_64, _MASKED = 126, 127, 0x80
CONNECT_SECONDS = 120.0


def masked(payload: bytes, opcode: int = 1) -> bytes:
    """A client's frame; with a mask of zeros the payload stays as it is."""
    size = len(payload)
    if size < _CONTINUE_16:
        head = bytes((0x80 | opcode, _MASKED | size))
    else:
        head = bytes((0x80 | opcode, _MASKED | _CONTINUE_16)) + size.to_bytes(2)
    return head + b"\0\0\0\0" + payload


class Listener(asyncio.Protocol):
    """One socket. `target` says where and as whom."""

    latencies: ClassVar[list[float]] = []

    def __init__(self, target: dict[str, Any], *, sampled: bool) -> None:
        self.target = target
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.seen = 0
        self.disordered = 0
        self.last_at = 0.0
        self.is_closed = False
        self._sampled = sampled
        self._rest = b""
        self._upgraded = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        # A stream protocol gets no other; uvloop's transports implement the class without inheriting from it.
        self._transport = cast("asyncio.Transport", transport)
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            f"GET {self.target['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        )
        self._transport.write(request.encode())

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever waits for it learns that it is over."""
        self.is_closed = True
        if not self.ready.done():
            self.ready.set_exception(error or ConnectionError("closed before it was ready"))

    def send(self, payload: bytes, opcode: int = 1) -> None:
        """Send a frame."""
        if self._transport is not None and not self.is_closed:
            self._transport.write(masked(payload, opcode))

    def close(self) -> None:
        """End the socket."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take all complete frames."""
        buffer = self._rest + data if self._rest else data
        position = 0
        if not self._upgraded:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                self._rest = buffer
                return
            if not buffer.startswith(b"HTTP/1.1 101"):
                raise ConnectionError(buffer[:80])
            self._upgraded = True
            position = end + 4
            self._on_open()
        now = time.monotonic()
        size = len(buffer)
        while size - position >= 2:
            length, start = buffer[position + 1], position + 2
            if length == _CONTINUE_16:
                length, start = int.from_bytes(buffer[start : start + 2]), start + 2
            elif length == _CONTINUE_64:
                length, start = int.from_bytes(buffer[start : start + 8]), start + 8
            if size < start + length:
                break
            body = buffer.find(BODY, start, start + length)
            if body >= 0:
                self._on_event(buffer, body + len(BODY), now)
            else:
                self._on_other(buffer[position] & 15, buffer[start : start + length])
            position = start + length
        self._rest = buffer[position:] if position < size else b""

    def _on_event(self, buffer: bytes, at: int, now: float) -> None:
        number = int(buffer[at : at + NUMBER_DIGITS])
        if number == self.seen + 1:
            self.seen = number
        else:
            self.disordered += 1
        self.last_at = now
        if self._sampled:
            at += NUMBER_DIGITS + 1
            self.latencies.append(now - float(buffer[at : at + TIME_DIGITS]))

    def _on_open(self) -> None:
        kind = self.target["kind"]
        if kind == "nchan":
            self._is_ready()
        elif kind == "dife":
            known = self.target.get("rooms", {})
            self.send(json.dumps({"type": "auth", "token": self.target["token"], "rooms": known}).encode())

    def _on_other(self, opcode: int, payload: bytes) -> None:
        if opcode == 9:
            self.send(payload, 10)
        elif payload.startswith(b'{"type":"ready"'):
            self._is_ready()
        elif self.target["kind"] == "socketio":
            # Engine.IO: 0 open, 2 ping, 3 pong, 4 message; Socket.IO within it: 0 connect.
            if payload.startswith(b"0"):
                self.send(b"40")
            elif payload.startswith(b"40"):
                self._is_ready()
            elif payload == b"2":
                self.send(b"3")

    def _is_ready(self) -> None:
        if not self.ready.done():
            self.ready.set_result(None)

    def keep_alive(self) -> None:
        """Say that it is there, where the client has to."""
        if self.target["kind"] == "dife":
            self.send(b'{"type":"ping"}')


class Crowd:
    """All sockets of this process."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._pinging: asyncio.Task[None] | None = None

    async def connect(self, targets: list[dict[str, Any]], *, at_once: int) -> dict[str, Any]:
        """Open sockets, so many at the same time, and wait until each is let in."""
        loop, slots, began = asyncio.get_running_loop(), asyncio.Semaphore(at_once), time.monotonic()
        every = max(1, len(targets) // 64)

        async def open_one(number: int, target: dict[str, Any]) -> None:
            async with slots, asyncio.timeout(CONNECT_SECONDS):
                address = {"host": "127.0.0.1", "port": target["port"]}
                sampled = number % every == 0
                _, listener = await loop.create_connection(lambda: Listener(target, sampled=sampled), **address)
                self._listeners.append(listener)
                await listener.ready

        await asyncio.gather(*(open_one(number, target) for number, target in enumerate(targets)))
        self._pinging = self._pinging or asyncio.create_task(self._keep_alive())
        return {"connected": len(targets), "seconds": time.monotonic() - began}

    async def _keep_alive(self) -> None:
        while True:
            for number, listener in enumerate(self._listeners):
                listener.keep_alive()
                if number % 100 == 0:
                    await asyncio.sleep(0.02)
            await asyncio.sleep(20)

    async def wait(self, *, messages: int, seconds: float) -> dict[str, Any]:
        """Wait until every socket has `messages`, or until the time is over; then count anew."""
        deadline = time.monotonic() + seconds
        while any(listener.seen < messages for listener in self._listeners) and time.monotonic() < deadline:  # noqa: ASYNC110 - an event for each would cost what is measured
            await asyncio.sleep(0.02)
        delivered = sum(listener.seen for listener in self._listeners)
        ordered = sorted(Listener.latencies)
        result = {
            "delivered": delivered,
            "missing": messages * len(self._listeners) - delivered,
            "disordered": sum(listener.disordered for listener in self._listeners),
            "closed": sum(listener.is_closed for listener in self._listeners),
            "last_at": max((listener.last_at for listener in self._listeners), default=0.0),
            "p50_ms": quantile(ordered, 0.5) * 1000,
            "p99_ms": quantile(ordered, 0.99) * 1000,
        }
        Listener.latencies.clear()
        for listener in self._listeners:
            listener.seen = listener.disordered = 0
        return result

    async def close(self) -> dict[str, Any]:
        """End all sockets."""
        for listener in self._listeners:
            listener.close()
        self._listeners.clear()
        await asyncio.sleep(0.2)
        return {}


async def serve() -> None:
    """Carry out the commands of standard input, one after the other."""
    loop, crowd = asyncio.get_running_loop(), Crowd()
    reader = asyncio.StreamReader(limit=64 * 1024 * 1024)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = json.loads(line)
        answer = await getattr(crowd, command.pop("do"))(**command)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())

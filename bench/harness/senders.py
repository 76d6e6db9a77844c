"""The load generator's senders, in a process of their own: `python -m harness.senders`, its task as JSON on standard input.

Each keeps a connection open, sends a message, waits for the answer and sends the next. Every answer is looked at.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any, cast

import uvloop

from dife.kit.ids import new_id

from harness.measure import quantile

TEXT = "Shall we meet at the main gate at six? 여섯 시에 정문에서 만날까?"


class Sender(asyncio.Protocol):
    """One connection. It takes the next request when the answer to the last one is whole."""

    def __init__(self, run: "Run") -> None:
        self._run = run
        self._rest = b""
        self._began = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._next()

    def _next(self) -> None:
        request = self._run.take()
        if request is not None and self._transport is not None:
            self._began = time.perf_counter()
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Wait for the end of the answer."""
        self._rest += data
        end = self._rest.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._rest[:end].lower()
        at = head.find(b"content-length:")
        size = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(self._rest) < end + 4 + size:
            return
        self._run.note(int(head[9:12]), time.perf_counter() - self._began, self._rest[end + 4 :])
        self._rest = b""
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        """A connection must not go while there is something to do."""
        self._run.lost(error)


class Run:
    """The requests of one run, and what came of them."""

    def __init__(self, task: dict[str, Any]) -> None:
        self._task = task
        self._sent = 0
        self._answered = 0
        self._latencies: list[float] = []
        self._statuses: Counter[int] = Counter()
        self._seqs: set[tuple[str, int]] = set()
        self._done = asyncio.get_running_loop().create_future()

    def take(self) -> bytes | None:
        """Return the next request; members take turns."""
        if self._sent >= self._task["messages"]:
            return None
        member = self._task["members"][self._sent % len(self._task["members"])]
        self._sent += 1
        body = json.dumps({"client_id": str(new_id()), "body": TEXT, "media_ids": []}).encode()
        return (
            f"POST /api/v1/rooms/{member['room']}/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {member['token']}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    def note(self, status: int, seconds: float, body: bytes) -> None:
        """Keep an answer."""
        self._statuses[status] += 1
        self._latencies.append(seconds)
        if status == 201:
            message = json.loads(body)
            self._seqs.add((message["room_id"], message["seq"]))
        self._answered += 1
        if self._answered == self._task["messages"] and not self._done.done():
            self._done.set_result(None)

    def lost(self, error: Exception | None) -> None:
        """A connection ended."""
        if self._answered < self._task["messages"] and not self._done.done():
            self._done.set_exception(error or ConnectionError("the server closed a connection"))

    async def run(self) -> dict[str, Any]:
        """Send everything."""
        loop, began = asyncio.get_running_loop(), time.monotonic()
        ports = self._task["ports"]
        for number in range(self._task["senders"]):
            await loop.create_connection(lambda: Sender(self), "127.0.0.1", ports[number % len(ports)])
        await self._done
        seconds, ordered = time.monotonic() - began, sorted(self._latencies)
        return {
            "seconds": seconds,
            "statuses": dict(self._statuses),
            "distinct": len(self._seqs),
            "p50_ms": quantile(ordered, 0.5) * 1000,
            "p99_ms": quantile(ordered, 0.99) * 1000,
        }


async def main() -> None:
    """Run what is asked for, after a little of it that does not count."""
    task = json.loads(sys.stdin.read())
    await Run({**task, "messages": task["warm_up"]}).run()
    print(json.dumps(await Run(task).run()), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())

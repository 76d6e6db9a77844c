"""Those who listen: they hold sockets, come back with their cursors, and page over REST what is called a gap."""

import asyncio
import contextlib
import random
from collections.abc import Mapping
from typing import Any

import httpx2
import websockets

from dife.realtime.close_codes import CloseCode, should_reconnect

from .history import Event, Feed
from .traffic import LONGEST_PAUSE, Door
from fixtures.gateway import Clients, Frame, GatewayClient
from fixtures.people import Person
from fixtures.rooms import ok
from fixtures.sockets import narrow_socket

PAGE = 100


class Reader:
    """One device of somebody. It comes to `port` first and to another gateway now and then."""

    def __init__(self, person: Person, door: Door, *, after: Mapping[str, int], name: str, port: int) -> None:
        self.person = person
        self.name = name
        self.port = port
        self.feeds = {room_id: Feed(name, str(person.id), room_id, seq) for room_id, seq in after.items()}
        self._history = door.history
        self._history.feeds += self.feeds.values()
        self._ports = door.gateway_ports
        self._clients = Clients()
        self._client: GatewayClient | None = None
        self._random = random.Random(f"{door.history.seed}:{name}")
        self.is_restless = True
        """A phone sleeps: every few seconds the socket is dropped without a word."""

    def has(self, heads: Mapping[str, int]) -> bool:
        """Whether it has so much of every room that its person is in."""
        return all(feed.is_over or feed.seq >= heads.get(room_id, 0) for room_id, feed in self.feeds.items())

    async def run(self) -> None:
        """Read until cancelled."""
        try:
            while True:
                with contextlib.suppress(OSError, TimeoutError, websockets.WebSocketException):
                    async with asyncio.timeout(self._patience()):
                        await self._hold()
                if self._random.random() < 0.3:
                    self.port = self._random.choice(self._ports)
                await asyncio.sleep(self._random.uniform(0.05, 0.4))
        finally:
            await self._clients.close()

    def abort(self) -> None:
        """Lose the socket at this moment."""
        if self._client is not None and (transport := getattr(self._client.connection, "transport", None)):
            transport.abort()

    def _patience(self) -> float:
        return self._random.uniform(3, 9) if self.is_restless else 120.0

    def settle_down(self) -> None:
        """Come once more, and stay."""
        self.is_restless = False
        self.abort()

    def _options(self) -> dict[str, Any]:
        return {}

    async def _hold(self) -> None:
        self._client = client = await self._clients.connect(self.port, **self._options())
        try:
            for feed in self.feeds.values():
                feed.begin()
            cursors = {room_id: feed.seq for room_id, feed in self.feeds.items()}
            await client.send({"type": "auth", "token": self.person.access_token, "rooms": cursors})
            await self._follow(client)
        finally:
            await client.close()

    async def _follow(self, client: GatewayClient) -> None:
        while client.connection.close_code is None or client.frames:
            await client.until(lambda: bool(client.frames) or client.connection.close_code is not None)
            while client.frames:
                await self._handle(client.frames.pop(0))
        code = client.connection.close_code or CloseCode.INTERNAL_ERROR
        self._history.closes[code] += 1
        if code == CloseCode.UNAUTHENTICATED or not should_reconnect(code):
            self._history.note_wrong(f"{self.name} was closed with {code}")

    async def _handle(self, frame: Frame) -> None:
        feed = self.feeds.get(frame.get("room_id", ""))
        if frame["type"] == "resync":
            self._history.note_wrong(f"{self.name} was told to resync")
        elif feed is None:
            return
        elif frame["type"] == "event":
            feed.take(Event.of(frame["event"]))
        elif frame["type"] == "gap":
            await self._fill(feed, upto=frame["to"])

    async def _fill(self, feed: Feed, *, upto: int) -> None:
        while feed.seq < upto:
            params = {"after_seq": str(feed.seq), "limit": str(min(PAGE, upto - feed.seq))}
            try:
                page = await self.person.http.get(f"/rooms/{feed.room_id}/events", params=params)
            except httpx2.TransportError:
                await asyncio.sleep(LONGEST_PAUSE / 2)
                continue
            if page.status_code == 404:
                feed.excused.append(range(feed.seq + 1, upto + 1))
                return
            if page.status_code == 503:
                await asyncio.sleep(LONGEST_PAUSE / 2)
                continue
            for view in ok(page)["items"]:
                feed.take(Event.of(view))


class SlowReader(Reader):
    """Its network takes little at a time, and now and then nothing at all."""

    def pause(self) -> None:
        """Read no more."""
        if self._client is not None:
            self._client.pause()

    def resume(self) -> None:
        """Read on."""
        if self._client is not None:
            self._client.resume()

    def _patience(self) -> float:
        return 60

    def _options(self) -> dict[str, Any]:
        return {"sock": narrow_socket(self.port), "max_queue": 1, "ping_interval": None}

"""People who use the deployment as the app does, over HTTP and WebSockets alone."""

import asyncio
import contextlib
import random
import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID, uuid4

import httpx2
import websockets

from dife.local.mail import read_mails
from dife.local.roles import Deployment
from dife.realtime.close_codes import CloseCode, should_reconnect

from .history import Answer, Event, Feed, History, Received, Send
from fixtures.gateway import Clients, Frame, GatewayClient
from fixtures.people import PASSWORD, Person
from fixtures.rooms import ok
from fixtures.waiting import eventually

ATTEMPT_SECONDS = 8.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.5
PAGE = 100


class Door:
    """The way into a deployment. Every answer that passes it is looked at."""

    def __init__(self, deployment: Deployment, history: History, stack: contextlib.AsyncExitStack) -> None:
        self.gateway_port = deployment.gateway_port
        self.history = history
        self._origin = deployment.origin
        self._mailbox = deployment.folder.mailbox
        self._stack = stack

    async def client(self, **headers: str) -> httpx2.AsyncClient:
        async def look(response: httpx2.Response) -> None:
            if response.status_code >= 500 and response.status_code != 503:
                path = response.request.url.path
                self.history.note_wrong(f"{response.request.method} {path} answered {response.status_code}")

        client = httpx2.AsyncClient(
            base_url=f"{self._origin}/api/v1",
            headers=headers,
            timeout=ATTEMPT_SECONDS,
            event_hooks={"response": [look]},
            trust_env=False,
        )
        return await self._stack.enter_async_context(client)

    async def sign_up(self, username: str) -> Person:
        """Become a member with a profile and a device that is pushed to."""
        email = f"{username}@kookmin.ac.kr"
        nobody = await self.client()
        asked = {"email": email, "password": PASSWORD, "locale": "en"}
        started = ok(await nobody.post("/auth/sign-up", json=asked), 202)
        code = await _mailed_code(self._mailbox, email)
        tokens = ok(await nobody.post("/auth/verify-email", json={"sign_up_id": started["sign_up_id"], "code": code}))
        http = await self.client(Authorization=f"Bearer {tokens['access_token']}")
        profile = {
            "username": username,
            "country": "KR",
            "hobbies": ["camping"],
            "languages": [
                {"language": "ko", "kind": "speaks", "level": "native"},
                {"language": "en", "kind": "learns", "level": "beginner"},
            ],
        }
        me = ok(await http.patch("/me", json=profile))
        ok(await http.put(f"/devices/{uuid4()}", json={"token": device_of(username)}), 204)
        return Person(UUID(me["id"]), username, email, http, tokens["access_token"], tokens["refresh_token"])


def device_of(username: str) -> str:
    """The push token of somebody's device."""
    return f"ExponentPushToken[{username}]"


async def _mailed_code(mailbox: Path, email: str) -> str:
    async def is_there() -> bool:
        return bool(read_mails(mailbox, to=email))

    await eventually(is_there, seconds=60)
    found = re.search(r"\b\d{6}\b", read_mails(mailbox, to=email)[0].text)
    assert found is not None
    return found[0]


class Outbox:
    """Sends as the app's outbox does: again with the same client id until an answer settles it."""

    def __init__(self, person: Person, history: History) -> None:
        self.person = person
        self._history = history
        self._random = random.Random(f"{history.seed}:{person.username}")

    async def talk(self, room_ids: Iterable[str], stop: asyncio.Event) -> None:
        """Say something now and then, and ten times in a hundred twice at once."""
        rooms = list(room_ids)
        while not stop.is_set():
            await self.send(self._random.choice(rooms), twice=self._random.random() < 0.1)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self._random.uniform(1.0, 2.0))

    async def send(self, room_id: str, *, twice: bool = False) -> Send:
        """Send one message; returns when it is settled, or refused for good."""
        client_id = str(uuid4())
        sender_id = str(self.person.id)
        send = Send(client_id, room_id, sender_id, body=f"said as {client_id[:8]}", began=time.monotonic())
        self._history.sends[client_id] = send
        await asyncio.gather(*(self._settle(send) for _ in range(2 if twice else 1)))
        return send

    async def _settle(self, send: Send) -> None:
        pause = FIRST_PAUSE
        while True:
            answer = await self._attempt(send)
            send.answers.append(answer)
            if answer.settles or answer.status not in (None, 429, 503):
                return
            await asyncio.sleep(pause * self._random.uniform(0.5, 1))
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _attempt(self, send: Send) -> Answer:
        document = {"client_id": send.client_id, "body": send.body, "media_ids": []}
        try:
            response = await self.person.http.post(f"/rooms/{send.room_id}/messages", json=document)
        except httpx2.TransportError:
            return Answer(time.monotonic(), None)
        answered = response.json() if response.is_success else {}
        return Answer(time.monotonic(), response.status_code, answered.get("id"), answered.get("seq"))


class Reader:
    """Holds a socket, comes back with its cursors, and pages over REST what the gateway calls a gap."""

    def __init__(self, person: Person, door: Door, *, after: Mapping[str, int], name: str) -> None:
        self.person = person
        self.name = name
        self.feeds = {room_id: Feed(name, room_id, seq) for room_id, seq in after.items()}
        self._history = door.history
        self._history.feeds += self.feeds.values()
        self._port = door.gateway_port
        self._clients = Clients()
        self._random = random.Random(f"{door.history.seed}:{name}")

    def has(self, heads: Mapping[str, int]) -> bool:
        return all(feed.seq >= heads.get(room_id, 0) for room_id, feed in self.feeds.items())

    async def run(self) -> None:
        """Read until cancelled. A phone sleeps: every few seconds the socket is dropped without a word."""
        try:
            while True:
                with contextlib.suppress(OSError, TimeoutError, websockets.WebSocketException):
                    async with asyncio.timeout(self._random.uniform(3, 9)):
                        await self._hold()
                await asyncio.sleep(self._random.uniform(0.05, 0.4))
        finally:
            await self._clients.close()

    async def _hold(self) -> None:
        client = await self._clients.connect(self._port)
        try:
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
        if code == CloseCode.UNAUTHENTICATED or not should_reconnect(code):
            self._history.note_wrong(f"{self.name} was closed with {code}")

    async def _handle(self, frame: Frame) -> None:
        if frame["type"] == "event":
            self._take(frame["room_id"], Event.of(frame["event"]))
        elif frame["type"] == "gap":
            await self._fill(frame["room_id"], upto=frame["to"])
        elif frame["type"] in {"resync", "room_left"}:
            self._history.note_wrong(f"{self.name} was told {frame['type']}")

    def _take(self, room_id: str, event: Event) -> None:
        if room_id in self.feeds:
            self.feeds[room_id].received.append(Received(time.monotonic(), event))

    async def _fill(self, room_id: str, *, upto: int) -> None:
        feed = self.feeds[room_id]
        while feed.seq < upto:
            params = {"after_seq": str(feed.seq), "limit": str(min(PAGE, upto - feed.seq))}
            page = await self.person.http.get(f"/rooms/{room_id}/events", params=params)
            if page.status_code == 503:
                await asyncio.sleep(LONGEST_PAUSE)
                continue
            for view in ok(page)["items"]:
                self._take(room_id, Event.of(view))

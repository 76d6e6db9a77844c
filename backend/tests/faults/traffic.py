"""People who use the deployment as the app does, over HTTP and WebSockets alone."""

import asyncio
import contextlib
import random
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx2

from .history import Answer, Asked, Change, ChangeKind, History, Move, Send
from .site import Balancer, Site, as_document
from fixtures.people import Person, register
from fixtures.rooms import ok

ATTEMPT_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.5
RETRIED = frozenset({None, 429, 503})


class Door:
    """The way into a site. Every answer that passes it is looked at."""

    def __init__(self, site: Site, history: History, stack: contextlib.AsyncExitStack) -> None:
        self.site = site
        self.history = history
        self.gateway_ports = [gateway.port for gateway in site.gateways]
        self.resources = site.resources()
        self._stack = stack
        self._dice = random.Random(f"{history.seed}:door")

    async def client(self, **headers: str) -> httpx2.AsyncClient:
        """An HTTP client whose requests go now to this API process and now to that."""

        async def look(response: httpx2.Response) -> None:
            if response.status_code >= 500 and response.status_code != 503:
                path = response.request.url.path
                self.history.note_wrong(f"{response.request.method} {path} answered {response.status_code}")

        client = httpx2.AsyncClient(
            base_url="http://127.0.0.1:1/api/v1",
            headers=headers,
            timeout=ATTEMPT_SECONDS,
            event_hooks={"response": [look]},
            transport=Balancer([api.port for api in self.site.apis], self._dice),
        )
        return await self._stack.enter_async_context(client)

    async def enter(self, name: str, *, with_device: bool = True) -> Person:
        """Somebody who is ready to use the app, by default with a device that is pushed to."""
        unique = f"{name}{uuid4().hex[:8]}"
        member_id, email, issued = await register(self.resources, unique)
        token = issued.tokens.access_token
        http = await self.client(Authorization=f"Bearer {token}")
        if with_device:
            ok(await http.put(f"/devices/{uuid4()}", json={"token": device_of(str(member_id))}), 204)
        return Person(member_id, unique, email, http, token, issued.refresh_token)


def device_of(member_id: str) -> str:
    """The push token of somebody's device."""
    return f"ExponentPushToken[{member_id}]"


def member_of(token: str) -> str:
    """Whose device has this push token."""
    return token.removeprefix("ExponentPushToken[").removesuffix("]")


class Outbox:
    """Asks as the app's outbox does: again with the same id until an answer settles it."""

    def __init__(self, person: Person, history: History) -> None:
        self.person = person
        self.member_id = str(person.id)
        self._history = history
        self._random = random.Random(f"{history.seed}:{person.username[:-8]}")

    async def send(self, room_id: str, *, twice: bool = False) -> Send:
        """Send one message; returns when it is settled, or refused for good."""
        client_id = str(uuid4())
        body = f"said as {client_id[:8]}"
        send = Send(room_id, self.member_id, time.monotonic(), client_id, body)
        self._history.sends[client_id] = send
        document = {"client_id": client_id, "body": body, "media_ids": []}
        asking = [self._settle(send, "POST", "/messages", document) for _ in range(2 if twice else 1)]
        await asyncio.gather(*asking)
        return send

    async def edit(self, send: Send) -> None:
        """Replace the text of one's own message."""
        text = f"edited as {uuid4().hex[:8]}"
        change = self._change(Change(send.room_id, self.member_id, time.monotonic(), "message_edited", _id(send)))
        change.text = text
        await self._settle(change, "PATCH", f"/messages/{change.message_id}", {"body": text})

    async def delete(self, send: Send) -> None:
        """Delete one's own message for everybody."""
        change = Change(send.room_id, self.member_id, time.monotonic(), "message_deleted", _id(send))
        await self._settle(self._change(change), "DELETE", f"/messages/{change.message_id}")

    async def react(self, send: Send, emoji: str) -> None:
        """Answer a message with an emoji, and take it back when it is there already. Deleted ones are let alone."""
        given = {"reaction_added": 0, "reaction_removed": 0}
        for each in self._history.changes:
            if (each.member_id, each.message_id, each.text) == (self.member_id, _id(send), emoji):
                given[each.kind] += 1
        is_new = given["reaction_added"] == given["reaction_removed"]
        kind: ChangeKind = "reaction_added" if is_new else "reaction_removed"
        change = Change(send.room_id, self.member_id, time.monotonic(), kind, _id(send), emoji)
        self._history.changes.append(change)
        path = f"/messages/{change.message_id}/reactions/{emoji}"
        if not await self._settle(change, "PUT" if is_new else "DELETE", path, refused=(409,)):
            self._history.changes.remove(change)

    def _change(self, change: Change) -> Change:
        self._history.changes.append(change)
        return change

    async def leave(self, room_id: str) -> None:
        """Leave a room."""
        move = Move(room_id, self.member_id, time.monotonic(), "member_left", self.member_id)
        self._history.moves.append(move)
        await self._settle(move, "POST", "/leave")

    async def reopen(self, room_id: str, other: Person) -> None:
        """Come back into the room with somebody. Their message may have opened it already, so no event has to follow."""
        move = Move(room_id, self.member_id, time.monotonic(), "member_joined", self.member_id, is_optional=True)
        self._history.moves.append(move)
        document = {"client_id": str(uuid4()), "kind": "direct", "member_id": str(other.id)}
        await self._settle(move, "POST", None, document)

    async def join(self, room_id: str) -> None:
        """Come back into a group."""
        move = Move(room_id, self.member_id, time.monotonic(), "member_joined", self.member_id)
        self._history.moves.append(move)
        await self._settle(move, "POST", "/join", {})

    async def remove(self, room_id: str, whom: Person) -> None:
        """Take somebody out of a group. When the answer was lost, the next one says that they are not in it."""
        move = Move(room_id, self.member_id, time.monotonic(), "member_removed", str(whom.id))
        self._history.moves.append(move)
        if not await self._settle(move, "DELETE", f"/members/{whom.id}", refused=(404,)):
            move.answers.append(Answer(time.monotonic(), 204))

    async def _settle(
        self, asked: Asked, method: str, path: str | None, document: Any = None, *, refused: Sequence[int] = ()
    ) -> bool:
        """Ask until there is an answer that settles it; False when it is one of `refused`."""
        pause = FIRST_PAUSE
        url = "/rooms" if path is None else f"/rooms/{asked.room_id}{path}"
        while True:
            answer = await self._attempt(method, url, document)
            asked.answers.append(answer)
            if answer.settles:
                return True
            if answer.status in refused:
                return False
            if answer.status not in RETRIED:
                self._history.note_wrong(f"{method} {url} of {self.person.username} answered {answer.status}")
                return True
            await asyncio.sleep(pause * self._random.uniform(0.5, 1))
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _attempt(self, method: str, url: str, document: Any) -> Answer:
        try:
            response = await self.person.http.request(method, url, json=document)
        except httpx2.TransportError:
            return Answer(time.monotonic(), None)
        answered = as_document(response)
        return Answer(time.monotonic(), response.status_code, answered.get("id"), answered.get("seq"))


def _id(send: Send) -> str:
    assert send.message_id is not None, "only what was acknowledged can be changed"
    return send.message_id

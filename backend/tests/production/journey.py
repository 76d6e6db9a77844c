"""Two people who use all of Dife over the network, so that every role does all that it can do."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

from dife.local.mail import read_mails

from fixtures.gateway import Clients, GatewayClient
from fixtures.pictures import picture
from fixtures.rooms import ok
from fixtures.waiting import eventually

PATIENCE_SECONDS = 60.0


class Traveller:
    """A person with the app in their hand."""

    def __init__(self, name: str, http: httpx2.AsyncClient, mailbox: Path) -> None:
        self.name = name
        self.http = http
        self.token = ""
        self._mailbox = mailbox

    async def sign_up(self, locale: str) -> None:
        """Become a member, with a profile and a device that is pushed to."""
        email = f"{self.name}@kookmin.ac.kr"
        asked = {"email": email, "password": "correct horse", "locale": locale}
        started = ok(await self.http.post("/auth/sign-up", json=asked), 202)
        code = await self._mailed_code(email)
        tokens = ok(
            await self.http.post("/auth/verify-email", json={"sign_up_id": started["sign_up_id"], "code": code})
        )
        self.token = tokens["access_token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        languages = [
            {"language": "ko", "kind": "speaks", "level": "native"},
            {"language": "en", "kind": "learns", "level": "beginner"},
        ]
        profile = {"username": self.name, "country": "KR", "hobbies": ["camping"], "languages": languages}
        ok(await self.http.patch("/me", json=profile))
        ok(await self.http.put(f"/devices/{uuid4()}", json={"token": f"ExponentPushToken[{self.name}]"}), 204)

    async def _mailed_code(self, email: str) -> str:
        async def is_there() -> bool:
            return bool(read_mails(self._mailbox, to=email))

        await eventually(is_there, seconds=PATIENCE_SECONDS)
        found = re.search(r"\b\d{6}\b", read_mails(self._mailbox, to=email)[0].text)
        assert found is not None
        return found[0]

    async def id(self) -> str:
        """Who they are."""
        member_id: str = ok(await self.http.get("/me"))["id"]
        return member_id

    async def show_a_photo(self) -> str:
        """Upload a picture and have it processed."""
        body = picture()
        request = {"kind": "profile", "content_type": "image/jpeg", "size": len(body)}
        created = ok(await self.http.post("/media", json=request))
        upload = created["upload"]
        async with httpx2.AsyncClient() as store:
            put = await store.request(upload["method"], upload["url"], content=body, headers=upload["headers"])
        assert put.status_code == 200
        ok(await self.http.post(f"/media/{created['id']}/complete"), 200, 202)

        async def is_ready() -> bool:
            return bool(ok(await self.http.get(f"/media/{created['id']}"))["status"] == "ready")

        await eventually(is_ready, seconds=PATIENCE_SECONDS)
        media_id: str = created["id"]
        return media_id

    async def open_room(self, other_id: str) -> str:
        """Open a room with somebody."""
        document = {"client_id": str(uuid4()), "kind": "direct", "member_id": other_id}
        room_id: str = ok(await self.http.post("/rooms", json=document))["id"]
        return room_id

    async def say(self, room_id: str, body: str) -> dict[str, Any]:
        """Send a message."""
        document = {"client_id": str(uuid4()), "body": body, "media_ids": []}
        message: dict[str, Any] = ok(await self.http.post(f"/rooms/{room_id}/messages", json=document))
        return message

    async def listen(self, clients: Clients, port: int) -> GatewayClient:
        """Open a socket and wait until it is let in."""
        client = await clients.connect(port)
        await client.send({"type": "auth", "token": self.token, "rooms": {}})
        await client.first("ready")
        return client

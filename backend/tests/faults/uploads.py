"""Pictures on their way while S3 dies."""

from typing import Any

import httpx2

from .history import History
from .nemesis import PATIENCE_SECONDS, Down
from .site import Site
from fixtures.people import Person
from fixtures.pictures import picture
from fixtures.rooms import code_of, ok
from fixtures.waiting import eventually


class Upload:
    """A picture on its way."""

    def __init__(self, person: Person) -> None:
        self._http = person.http
        self._data = picture()
        self._announced: Any = None

    async def announce(self) -> None:
        document = {"kind": "chat", "content_type": "image/jpeg", "size": len(self._data)}
        self._announced = ok(await self._http.post("/media", json=document))

    async def put(self) -> bool:
        """Send the bytes; tells whether they arrived."""
        upload = self._announced["upload"]
        async with httpx2.AsyncClient(trust_env=False) as client:
            try:
                answer = await client.put(upload["url"], content=self._data, headers=upload["headers"])
            except httpx2.TransportError:
                return False
        return answer.status_code == 200

    async def complete(self) -> httpx2.Response:
        return await self._http.post(f"/media/{self._announced['id']}/complete")

    async def is_readable(self) -> bool:
        """Whether the picture is processed and its bytes can be had."""
        state = ok(await self._http.get(f"/media/{self._announced['id']}"))
        assert state["status"] != "failed", state
        if state["status"] != "ready":
            return False
        async with httpx2.AsyncClient(trust_env=False) as client:
            return (await client.get(state["url"])).status_code == 200


async def kill_s3(site: Site, history: History, *, uploader: Person) -> list[Upload]:
    """Kill S3 with one picture just taken over and another about to be sent; that one is simply sent again."""
    taken, interrupted = Upload(uploader), Upload(uploader)
    for upload in (taken, interrupted):
        await upload.announce()
    await eventually(taken.put, seconds=PATIENCE_SECONDS)
    ok(await taken.complete(), 200)
    async with Down(site.stack.s3, history):
        assert not await interrupted.put()
        code_of(await interrupted.complete(), 503)
    await eventually(interrupted.put, seconds=PATIENCE_SECONDS)

    async def is_taken_over() -> bool:
        return (await interrupted.complete()).status_code == 200

    await eventually(is_taken_over, seconds=PATIENCE_SECONDS)
    return [taken, interrupted]

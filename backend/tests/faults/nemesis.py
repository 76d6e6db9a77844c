"""Kills what Dife runs on and what Dife is, and starts it again."""

import asyncio
import signal
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx2
import psycopg

from dife.local.roles import Deployment
from dife.local.service import Service
from dife.local.stack import Stack

from .history import History
from fixtures.expo import ExpoServer
from fixtures.people import Person
from fixtures.pictures import picture
from fixtures.rooms import code_of, ok
from fixtures.waiting import eventually

DOWN_SECONDS = 0.7
"""Long enough for traffic to notice; nothing is asserted about it."""
PATIENCE_SECONDS = 90.0


@dataclass(frozen=True)
class Site:
    """A whole Dife on this machine, and what it pushes to."""

    stack: Stack
    deployment: Deployment
    expo: ExpoServer


class Down:
    """A service is dead inside the block and answers again after it."""

    def __init__(self, service: Service, history: History) -> None:
        self._service = service
        self._history = history

    async def __aenter__(self) -> Self:
        self._history.note(f"{self._service.name} killed")
        await asyncio.to_thread(self._service.kill_all)
        await asyncio.sleep(DOWN_SECONDS)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._service.start)
        self._history.note(f"{self._service.name} answers again")


async def kill(service: Service, history: History) -> None:
    """Kill with SIGKILL, leave it down for a moment, start it again."""
    async with Down(service, history):
        pass


async def kill_worker_in_flight(site: Site, history: History) -> None:
    """Kill the worker while it waits for Expo's answer to a push."""
    site.expo.faults.append("hang")

    async def hangs() -> bool:
        return not site.expo.faults

    await eventually(hangs, seconds=PATIENCE_SECONDS)
    await kill(site.deployment.worker, history)


async def replace_roles(site: Site, history: History) -> dict[str, int]:
    """Stop every role with SIGTERM, as a deployment of a new version does, and start it; returns the exit codes."""

    def replace(role: Service) -> int:
        assert role.process is not None
        role.process.send_signal(signal.SIGTERM)
        # What does not end in time raises.
        code = role.process.wait(role.stop_seconds)
        role.start()
        return code

    history.note("every role is told to stop")
    roles = site.deployment.roles
    codes = await asyncio.gather(*(asyncio.to_thread(replace, role) for role in roles))
    history.note("every role answers again")
    return {role.name: code for role, code in zip(roles, codes, strict=True)}


def rescue_jobs(url: str) -> None:
    """Let the jobs of dead workers run again, as the schedule does once a heartbeat is half a minute old."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' "
            "WHERE id <> (SELECT max(id) FROM procrastinate_workers)"
        )
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) "
            "VALUES ('default', 'worker.retry_stalled', '{\"timestamp\": 0}', 'todo')"
        )


def open_jobs(url: str) -> list[tuple[str, str]]:
    """Jobs that have not succeeded, with their status."""
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(
            "SELECT task_name, status::text FROM procrastinate_jobs WHERE status <> 'succeeded'"
        ).fetchall()


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

"""Kills, stops and replaces what Dife runs on and what Dife is."""

import asyncio
import contextlib
import os
import random
import signal
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import psycopg

from dife.local import processes
from dife.local.service import Service

from .history import History
from .site import Site, SiteRole
from fixtures.waiting import eventually

PATIENCE_SECONDS = 90.0


class Down:
    """A service is dead inside the block and answers again after it."""

    def __init__(self, service: Service, history: History, *, seconds: float = 0.7) -> None:
        self._service = service
        self._history = history
        self._seconds = seconds

    async def __aenter__(self) -> Self:
        self._history.note(f"{self._service.name} killed")
        await asyncio.to_thread(self._service.kill_all)
        await asyncio.sleep(self._seconds)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._service.start)
        self._history.note(f"{self._service.name} answers again")


class Nemesis:
    """Breaks a site. What it has broken heals in the background, so one fault meets the recovery from another."""

    def __init__(self, site: Site, history: History) -> None:
        self._site = site
        self._history = history
        self.dice = random.Random(f"{history.seed}:nemesis")
        self._healing: dict[str, asyncio.Task[None]] = {}

    @property
    def faults(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """Every kind by its name."""
        stack = self._site.stack
        return {
            "gateway killed": lambda: self._kill(self._one_of(self._site.gateways)),
            "api killed": lambda: self._kill(self._one_of(self._site.apis)),
            "worker killed while it pushes": self._kill_worker,
            "postgres killed with all backends": lambda: self._kill(stack.postgres, seconds=0.2),
            "postgres restarted": self._restart_postgres,
            "valkey killed for 0.2 s": lambda: self._kill(stack.valkey, seconds=0.2),
            "valkey killed for 3 s": lambda: self._kill(stack.valkey, seconds=3),
            "gateway stopped": lambda: self._freeze(self._one_of(self._site.gateways)),
            "api stopped": lambda: self._freeze(self._one_of(self._site.apis)),
            "valkey stopped": lambda: self._freeze(stack.valkey),
            "postgres stopped": lambda: self._freeze(stack.postgres),
            "every role replaced": self.replace_roles,
        }

    async def strike(self, fault: str) -> None:
        """Do it, and leave the deployment alone for a moment."""
        self._history.faults[fault] += 1
        await self.faults[fault]()
        await asyncio.sleep(self.dice.uniform(0.3, 1.0))

    async def healed(self) -> None:
        """Wait until everything runs again."""
        await asyncio.gather(*self._healing.values())

    def _one_of(self, roles: list[SiteRole]) -> SiteRole:
        return self.dice.choice(roles)

    async def _whole(self, service: Service) -> None:
        if healing := self._healing.get(service.name):
            await healing

    async def _kill(self, service: Service, *, seconds: float = 0.3) -> None:
        await self._whole(service)
        self._history.note(f"{service.name} killed")
        await asyncio.to_thread(service.kill_all)
        await asyncio.sleep(seconds)
        self._healing[service.name] = asyncio.create_task(self._start(service))
        if not isinstance(service, SiteRole):
            await self._whole(service)

    async def _start(self, service: Service) -> None:
        await asyncio.to_thread(service.start)
        self._history.note(f"{service.name} answers again")

    async def _kill_worker(self) -> None:
        """While it waits for Expo's answer to a push."""
        await self.healed()
        self._site.expo.faults.append("hang")

        async def hangs() -> bool:
            return not self._site.expo.faults

        await eventually(hangs, seconds=PATIENCE_SECONDS)
        await self._kill(self._site.worker)

    async def _restart_postgres(self) -> None:
        await self._whole(self._site.stack.postgres)
        self._history.note("postgres is shut down fast")
        await asyncio.to_thread(self._site.stack.postgres.stop)
        await self._start(self._site.stack.postgres)

    async def _freeze(self, service: Service) -> None:
        """Stop all its processes, and let them go on as if nothing had been."""
        await self._whole(service)
        seconds = self.dice.choice((1, 3))
        self._history.note(f"{service.name} stopped for {seconds} s")
        pids = await asyncio.to_thread(pids_of, service)
        for number in (signal.SIGSTOP, signal.SIGCONT):
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            if number == signal.SIGSTOP:
                await asyncio.sleep(seconds)
        self._history.note(f"{service.name} goes on")

    async def replace_roles(self) -> None:
        """Stop half of the roles with SIGTERM and start them, then the others, as a rollout of a new version does."""
        await self.healed()
        roles = self._site.roles
        for half in (roles[::2], roles[1::2]):
            self._history.note(f"{', '.join(role.name for role in half)} are told to stop")
            codes = await asyncio.gather(*(asyncio.to_thread(_replace, role) for role in half))
            self._history.note("and answer again")
            if any(codes):
                self._history.note_wrong(f"exit codes {codes} after SIGTERM")


def _replace(role: Service) -> int:
    assert role.process is not None
    role.process.send_signal(signal.SIGTERM)
    # What does not end in time raises.
    code = role.process.wait(20)
    role.start()
    return code


def pids_of(service: Service) -> list[int]:
    """A service's processes. PostgreSQL's backends have sessions of their own; they are the postmaster's children."""
    assert service.process is not None
    leader = service.process.pid
    return [one.pid for one in processes.all_processes() if leader in {one.pid, one.parent, one.session}]


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

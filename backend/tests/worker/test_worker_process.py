"""The worker as a process: it is killed, told to stop, and loses its database."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import psycopg
import pytest

from dife.context import Context, Resources
from dife.database import commit
from dife.local.folder import DataFolder
from dife.local.postgres import Postgres
from dife.local.programs import script
from dife.migrate import migrate_to_head
from dife.queue import defer
from dife.settings import Settings
from dife.worker.jobs import retry_stalled

from fixtures.people import PASSWORD
from fixtures.services import Services

SIGN_UP = {"email": "worker@kookmin.ac.kr", "password": PASSWORD, "locale": "en"}


class WorkerProcess:
    """`dife worker` with the settings of a test."""

    def __init__(self, settings: Settings, log: Path, **environment: str) -> None:
        given = {
            "DIFE_PUBLIC_URL": settings.public_url,
            "DIFE_GATEWAY_PUBLIC_URL": settings.gateway_public_url,
            "DIFE_DATABASE_URL": settings.database_url.get_secret_value(),
            "DIFE_VALKEY_URL": settings.valkey_url.get_secret_value(),
            "DIFE_S3_ENDPOINT_URL": str(settings.s3_endpoint_url),
            "DIFE_S3_ACCESS_KEY": "key",
            "DIFE_S3_SECRET_KEY": "secret",
            "DIFE_SECRET_KEY": settings.secret_key.get_secret_value(),
            "DIFE_SMTP_URL": settings.smtp_url.get_secret_value(),
        }
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [script("python"), script("dife"), "worker"],
                env={**os.environ, **given, **environment},
                stdout=output,
                stderr=output,
            )

    def stop(self, *, number: signal.Signals = signal.SIGTERM, seconds: float = 20) -> int:
        self.process.send_signal(number)
        return self.process.wait(seconds)

    @property
    def events(self) -> list[str]:
        return [json.loads(line)["event"] for line in self.log.read_text().splitlines()]


StartWorker = Callable[..., WorkerProcess]


@pytest.fixture
def start_worker(settings: Settings, tmp_path: Path) -> Iterator[StartWorker]:
    started: list[WorkerProcess] = []

    def start(**environment: str) -> WorkerProcess:
        started.append(WorkerProcess(settings, tmp_path / f"worker{len(started)}.log", **environment))
        return started[-1]

    yield start
    for worker in started:
        worker.process.kill()
        worker.process.wait()


async def eventually(condition: Callable[[], bool], *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not await asyncio.to_thread(condition):
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.1)


class SilentServer:
    """A mail server that takes a connection and says nothing, so that a job is in flight."""

    def __init__(self) -> None:
        self.connected = asyncio.Event()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connected.set()
        await reader.read()
        writer.close()


@asynccontextmanager
async def silent_server() -> AsyncIterator[tuple[SilentServer, str]]:
    silent = SilentServer()
    async with await asyncio.start_server(silent.talk, "127.0.0.1", 0) as server:
        yield silent, f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_job_in_flight_when_the_worker_is_killed_runs_again(
    http: httpx2.AsyncClient, services: Services, context: Context, start_worker: StartWorker
) -> None:
    services.mail.clear()
    async with silent_server() as (silent, url):
        victim = start_worker(DIFE_SMTP_URL=url)
        await http.post("/auth/sign-up", json=SIGN_UP)
        await asyncio.wait_for(silent.connected.wait(), 40)
        victim.stop(number=signal.SIGKILL)

    # What the schedule does when the heartbeat is half a minute old; the test need not wait for it.
    connection = await context.session.connection()
    await connection.exec_driver_sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    await defer(context.session, retry_stalled, timestamp=0)
    await commit(context.session)
    start_worker()

    await eventually(lambda: bool(services.mail.received(to=SIGN_UP["email"])))
    assert re.search(r"\b\d{6}\b", services.mail.received(to=SIGN_UP["email"])[0].text)


async def test_told_to_stop_it_finishes_what_runs(
    http: httpx2.AsyncClient, services: Services, app_resources: Resources, start_worker: StartWorker
) -> None:
    services.mail.clear()
    worker = start_worker()
    await eventually(lambda: "worker_started" in worker.events)
    await http.post("/auth/sign-up", json=SIGN_UP)
    await eventually(lambda: bool(services.mail.received(to=SIGN_UP["email"])))

    status = await asyncio.to_thread(worker.stop)

    assert status == 0
    assert worker.events[-1] == "worker_stopped"
    log = worker.log.read_text()
    assert '"job": "accounts.mail_sign_up_code"' in log
    assert "worker@" not in log


async def test_told_to_stop_with_a_job_that_does_not_end_it_ends_anyway(
    http: httpx2.AsyncClient, context: Context, start_worker: StartWorker
) -> None:
    async with silent_server() as (silent, url):
        worker = start_worker(DIFE_SMTP_URL=url)
        await http.post("/auth/sign-up", json=SIGN_UP)
        await asyncio.wait_for(silent.connected.wait(), 40)

        status = await asyncio.to_thread(worker.stop)

    assert status == 0
    connection = await context.session.connection()
    statuses = await connection.exec_driver_sql(
        "SELECT status::text FROM procrastinate_jobs WHERE task_name LIKE 'accounts.mail%%'"
    )
    assert [row[0] for row in statuses] == ["todo"]


def free_port() -> int:
    with socket.socket() as probe:
        while True:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])


async def test_health_and_metrics_are_shown(context: Context, start_worker: StartWorker) -> None:
    port = free_port()
    worker = start_worker(DIFE_WORKER_METRICS_PORT=str(port))
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return httpx2.get(f"{url}/health").status_code == 200
        except httpx2.HTTPError:
            return False

    await eventually(answers)
    await eventually(lambda: 'dife_jobs_total{job="' in httpx2.get(f"{url}/metrics").text)
    assert (await asyncio.to_thread(httpx2.get, f"{url}/else")).status_code == 404
    assert await asyncio.to_thread(worker.stop) == 0


@pytest.fixture
def own_postgres(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL that this test may kill; a durable one, or the kill could undo the migrations."""
    folder = DataFolder(tmp_path_factory.mktemp("killed"))
    folder.open(wait_seconds=0)
    postgres = Postgres(folder)
    postgres.claim_ports()
    yield postgres
    postgres.kill_all()
    folder.close()


def enqueue_sweep(url: str) -> int:
    """Enqueue a job that leaves a trace: it is gone when it succeeded."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) "
            "VALUES ('default', 'accounts.sweep', '{\"timestamp\": 0}', 'todo') RETURNING id"
        ).fetchone()
        assert row is not None
        return int(row[0])


def is_done(url: str, job_id: int) -> bool:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s", [job_id]).fetchone() is None


async def test_it_waits_for_a_database_that_is_down_and_outlives_one_that_is_killed(
    settings: Settings, own_postgres: Postgres, start_worker: StartWorker
) -> None:
    worker = start_worker(DIFE_DATABASE_URL=own_postgres.app_url())
    await eventually(lambda: "worker_interrupted" in worker.events)

    await asyncio.to_thread(own_postgres.start)
    url = own_postgres.url()
    await asyncio.to_thread(migrate_to_head, own_postgres.migration_settings())
    first = await asyncio.to_thread(enqueue_sweep, url)
    await eventually(lambda: is_done(url, first))
    for _ in range(2):
        await asyncio.to_thread(own_postgres.kill_all)
        await asyncio.sleep(1)
        await asyncio.to_thread(own_postgres.start)
        job = await asyncio.to_thread(enqueue_sweep, url)
        await eventually(lambda job=job: is_done(url, job))  # type: ignore[misc]  # the loop's own job

    assert await asyncio.to_thread(worker.stop) == 0


async def test_a_missing_setting_is_one_clear_sentence(start_worker: StartWorker) -> None:
    worker = start_worker(DIFE_SECRET_KEY="")

    assert await asyncio.to_thread(worker.process.wait, 30) == 2
    assert "DIFE_SECRET_KEY" in worker.log.read_text()
    assert "Traceback" not in worker.log.read_text()
